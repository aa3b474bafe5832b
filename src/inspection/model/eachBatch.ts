import { setImmediate } from 'node:timers/promises';
import { loadBatch, loadingAhead } from '../../data/batches';
import type { Item } from '../../data/item';
import { UndecodableImage } from '../../data/decode';
import type { Buffers } from '../../engines/engine';
import { InputError } from '../../protocol/inputError';
import { names } from '../../training/gradientGraph';
import { chunks } from '../../training/microBatch';
import type { InspectedModel } from './inspectedModel';
import type { Program } from './program';

/** How work on many images is watched. */
export interface Watching {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Images that are run at once: as fast as more are, and few enough to stop soon. */
export const batchSize = 8;

/**
 * Runs a graph of `batchSize` images on all items. `visit` reads the outputs before the next run overwrites them.
 * @throws {InputError} if an image can't be decoded any more @throws the signal's reason once it is aborted
 */
export async function eachBatch(
  { images, preprocessing }: Pick<InspectedModel, 'images' | 'preprocessing'>,
  { executable, outputs }: Program,
  tensors: Buffers,
  items: readonly Item[],
  visit: (items: readonly Item[]) => void,
  { signal, onProgress }: Watching = {},
): Promise<void> {
  const size = 3 * preprocessing.imageSize ** 2;
  const loads = chunks(items, batchSize).map(chunk => () => loadBatch(chunk, images, preprocessing));
  let done = 0;
  try {
    for await (const batch of loadingAhead(loads)) {
      // A run blocks the thread: between runs a request to stop is heard.
      await setImmediate();
      signal?.throwIfAborted();
      const padded = new Float32Array(batchSize * size);
      padded.set(batch.images);
      await executable.run(new Map([...tensors, [names.images, padded]]), outputs);
      visit(batch.items);
      done += batch.items.length;
      onProgress?.(done, items.length);
    }
  } catch (error) {
    throw error instanceof UndecodableImage ? new InputError(error.message) : error;
  }
}
