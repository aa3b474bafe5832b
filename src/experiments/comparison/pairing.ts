import type { RunSummary } from '../../protocol/runSummary';
import { areSameImages, unfairness } from './fairness';
import { meanOf } from './interval';
import { type PairedTest, testByImages, testBySeeds } from './pairedTest';

/** Runs that are the same but for their seeds. */
export type Group = readonly [RunSummary, ...RunSummary[]];

/** A number of each seed: the mean over the runs that repeat it. */
export function bySeed(group: Group, of: (run: RunSummary) => number | null | undefined): ReadonlyMap<number, number> {
  const values = new Map<number, number[]>();
  for (const run of group) {
    const [seed, value] = [run.experiment?.seed ?? 0, of(run)];
    if (typeof value === 'number') values.set(seed, [...(values.get(seed) ?? []), value]);
  }
  return new Map([...values].map(([seed, all]) => [seed, meanOf(all)]));
}

/** The test accuracy of each seed. */
export const accuraciesOf = (group: Group) => bySeed(group, ({ test }) => test?.accuracy);

/**
 * Whether two groups differ: over their seeds; with one, over its test images, if the runs wrote down which they took for
 * another class. Null where they were not tested on the same images, seed by seed.
 */
export function testPaired(group: Group, baseline: Group): PairedTest | null {
  if (!areSameImages(unfairness(group, baseline))) return null;
  const [accuracies, references] = [accuraciesOf(group), accuraciesOf(baseline)];
  const differences = [...accuracies].flatMap(([seed, value]) => {
    const reference = references.get(seed);
    return reference === undefined ? [] : [value - reference];
  });
  if (differences.length !== 1) return testBySeeds(differences);
  const [wrong, without] = [group, baseline].map(mistakenBy);
  return wrong && without ? testByImages([without, wrong], group[0].test?.count ?? 0) : null;
}

/** The images that runs of one seed took for another class; null where they don't say, or not the same. */
function mistakenBy(group: Group): readonly number[] | null {
  const [first, ...others] = group.map(({ test }) => test?.mistaken ?? null);
  return others.every(other => String(other) === String(first)) ? first : null;
}
