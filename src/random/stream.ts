import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** What a random stream is for. Two streams with equal seed and equal keys give equal numbers, in any process. */
export type StreamKey = string | number;

/**
 * Random numbers that depend on a seed and on what they are for, and on nothing else: there is no state to save,
 * so a resumed run draws the same numbers as one that never stopped.
 */
export class RandomStream {
  private readonly generator;

  constructor(seed: number, ...keys: StreamKey[]) {
    this.generator = xoroshiro128plus(hash(seed, keys));
  }

  /** Uniform in [0, 1), with 32 random bits. */
  uniform(): number {
    return (this.generator.next() >>> 0) / 4294967296;
  }

  /** Uniform integer in [0, bound). */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A new array with the items in random order (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [result[i], result[j]] = [result[j], result[i]];
    }
    return result;
  }
}

/** FNV-1a over the seed and the keys, finished with a mixing step so that near seeds give far states. */
function hash(seed: number, keys: readonly StreamKey[]): number {
  let h = 0x811c9dc5;
  for (const character of JSON.stringify([seed, ...keys])) {
    h = Math.imul(h ^ character.charCodeAt(0), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
