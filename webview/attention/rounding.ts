import { rangeOf } from './valueRange';

/**
 * Weights that differ by less than this share of the largest are the same but for rounding: a backbone that was not tuned
 * differs from itself by 3e-7 of it in six layers.
 */
const rounding = 1e-5;

/** The least difference that is more than rounding, between weights of these maps. */
export const leastDifference = (maps: Iterable<ArrayLike<number>>): number => rounding * rangeOf(maps, true).high;

/** Whether weights are the same but for rounding. */
export function areSame(a: Float32Array, b: Float32Array): boolean {
  const least = leastDifference([a, b]);
  return a.every((value, i) => Math.abs(value - b[i]) <= least);
}
