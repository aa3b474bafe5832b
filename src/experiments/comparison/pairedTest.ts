import { type Estimate, meanOf, normalQuantile, standardError, studentInterval } from './interval';

/** A difference of two paired series: with its 95 % interval, and the chance of one as large if there were none. */
export interface PairedTest extends Estimate {
  /** Two-sided, of this test alone. */
  readonly p: number;
  readonly by: 'seeds' | 'images';
}

/** Differences that are all the same leave nothing to tell chance by, but for what rounding leaves. */
const rounding = 1e-12;

/**
 * Student's paired test.
 * @param differences one for each seed
 * @returns null where they are too few, or all the same and not 0
 */
export function testBySeeds(differences: readonly number[]): PairedTest | null {
  if (differences.length < 2) return null;
  const [mean, error] = [meanOf(differences), standardError(differences)];
  if (error < rounding && Math.abs(mean) > rounding) return null;
  const p = error < rounding ? 1 : studentTails(Math.abs(mean) / error, differences.length - 1);
  return { ...studentInterval(differences), p, by: 'seeds' };
}

/** The chance of a t beyond ± `t` at a whole number of degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4). */
function studentTails(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const isOdd = degrees % 2 === 1;
  let [sum, term] = [0, isOdd ? Math.cos(angle) : 1];
  for (let k = isOdd ? 1 : 0; k <= degrees - 2; k += 2) {
    sum += term;
    term *= (Math.cos(angle) ** 2 * (k + 1)) / (k + 2);
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return Math.max(0, 1 - within);
}

/**
 * McNemar's exact test of two runs on the same images, with the interval of Bonett and Price (2012).
 * @param wrong indices of the images that each run took for another class
 * @returns the share of right answers of the second less that of the first
 */
export function testByImages(
  wrong: readonly [readonly number[], readonly number[]],
  images: number,
): PairedTest | null {
  const [first, second] = wrong.map(indices => new Set(indices));
  const gained = wrong[0].filter(image => !second.has(image)).length;
  const lost = wrong[1].filter(image => !first.has(image)).length;
  if (images === 0) return null;
  const [up, down] = [(gained + 1) / (images + 2), (lost + 1) / (images + 2)];
  const half = normalQuantile * Math.sqrt((up + down - (up - down) ** 2) / (images + 2));
  return {
    value: (gained - lost) / images,
    low: up - down - half,
    high: up - down + half,
    p: signTails(Math.min(gained, lost), gained + lost),
    by: 'images',
  };
}

/** Twice the chance of at most `few` heads in `all` throws, at most 1. */
function signTails(few: number, all: number): number {
  let logChance = -all * Math.LN2;
  let sum = 0;
  for (let k = 0; k <= few; k++) {
    sum += Math.exp(logChance);
    logChance += Math.log((all - k) / (k + 1));
  }
  return Math.min(1, 2 * sum);
}

/** The chances of several tests, each made larger because there are several (Holm, 1979); null ones are no tests. */
export function holm(chances: readonly (number | null)[]): (number | null)[] {
  const ascending = chances.flatMap((p, i) => (p === null ? [] : [{ p, i }])).sort((a, b) => a.p - b.p);
  const adjusted = chances.map((): number | null => null);
  let largest = 0;
  for (const [rank, { p, i }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (ascending.length - rank) * p));
    adjusted[i] = largest;
  }
  return adjusted;
}
