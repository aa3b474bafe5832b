import { InputError } from '../protocol/inputError';
import { forEachConcurrently } from './concurrency';
import { UndecodableImage } from './decode';
import type { ImageFolder } from './imageFolder';
import type { Item } from './item';

/** A file that is left out of the run, for the journal. */
export interface QuarantinedImage {
  /** Relative to the root of the data set. */
  readonly path: string;
  /** Why, as a phrase. */
  readonly reason: string;
}

export interface CheckOptions {
  /** Files under way at a time; bounds the memory for decoded images. */
  readonly concurrency?: number;
  readonly onProgress?: (checked: number, total: number) => void;
  /** Stops the check, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Decodes every file once, before training starts. `prepare` decodes one, and may keep the result: pass
 * `item => store.evaluated(item)`, or `store.decoded` for images that will be cropped at random.
 * Both lists keep the order of the items.
 */
export async function checkImages(
  items: readonly Item[],
  prepare: (item: Item) => Promise<unknown>,
  { concurrency = 8, onProgress, signal }: CheckOptions = {},
): Promise<{ good: Item[]; quarantined: QuarantinedImage[] }> {
  const reasons = new Map<Item, string>();
  let checked = 0;
  await forEachConcurrently(items, concurrency, async item => {
    signal?.throwIfAborted();
    try {
      await prepare(item);
    } catch (error) {
      if (!(error instanceof UndecodableImage)) throw error;
      reasons.set(item, error.reason);
    }
    onProgress?.(++checked, items.length);
  });
  const quarantined = items.flatMap(item => {
    const reason = reasons.get(item);
    return reason === undefined ? [] : [{ path: item.path, reason }];
  });
  return { good: items.filter(item => !reasons.has(item)), quarantined };
}

/**
 * The data set without the quarantined files.
 *
 * @throws InputError when a class, or a whole validation or test folder, has no image left.
 */
export function withoutQuarantined(folder: ImageFolder, quarantined: readonly QuarantinedImage[]): ImageFolder {
  if (quarantined.length === 0) return folder;
  const reasons = new Map(quarantined.map(({ path, reason }) => [path, reason]));
  const good = (items: readonly Item[], what: string): readonly Item[] => {
    const left = items.filter(item => !reasons.has(item.path));
    if (left.length === 0) throw noneLeft(folder, what, items[0].path, reasons.get(items[0].path));
    return left;
  };
  for (const [label, name] of folder.classes.entries()) {
    good(
      folder.train.filter(item => item.label === label),
      `class "${name}"`,
    );
  }
  return {
    ...folder,
    train: good(folder.train, 'the training folder'),
    validation: folder.validation && good(folder.validation, 'the validation folder'),
    test: folder.test && good(folder.test, 'the test folder'),
  };
}

function noneLeft(folder: ImageFolder, what: string, path: string, reason = 'it is damaged'): InputError {
  return new InputError(
    `No image in ${what} of "${folder.root}" (data.path) can be decoded (${path}: ${reason}): replace the files or remove the folder.`,
  );
}
