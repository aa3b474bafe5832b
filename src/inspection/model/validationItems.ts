import { scanImageFolder } from '../../data/imageFolder';
import type { Item } from '../../data/item';
import { withoutQuarantined } from '../../data/quarantine';
import { splitDataset } from '../../data/splits';
import { InputError } from '../../protocol/inputError';
import type { OpenedRun } from '../../runs/openRun';

/**
 * The images that a run validated with, by path; those that it left out as unreadable stay out.
 * @throws {InputError} if the images are not there any more, or their classes are not those of the run
 */
export async function validationItems(
  { folder: { path }, experiment: { experiment }, summary }: OpenedRun,
  classes: readonly string[],
): Promise<readonly Item[]> {
  const { data, seed } = experiment;
  const folder = await scanImageFolder(data.path);
  const splits = splitDataset(withoutQuarantined(folder, summary.quarantined), { ...data, seed });
  if (splits.classes.join('\n') !== classes.join('\n')) {
    throw new InputError(
      `The class folders of "${data.path}" are not those that ${path} was tuned on: put them back to look at its images.`,
    );
  }
  return splits.validation;
}

/** The items with the classes taking turns, so that the first few show something of each. */
export function takingTurns(items: readonly Item[]): Item[] {
  const seen = new Map<number, number>();
  const turn = new Map(
    items.map(item => {
      const count = seen.get(item.label) ?? 0;
      seen.set(item.label, count + 1);
      return [item, count] as const;
    }),
  );
  return items.toSorted((a, b) => (turn.get(a) ?? 0) - (turn.get(b) ?? 0) || a.label - b.label);
}
