import { median } from '../../training/median';

/** Milliseconds of the steps of each turn that an engine has had. */
export type Turns = readonly (readonly number[])[];

/** A turn's median, in milliseconds per step. */
const paces = (turns: Turns): number[] => turns.map(median);

/** Milliseconds per step in the best of an engine's turns: a busy machine makes a turn slower, nothing makes it faster. */
export const bestPace = (turns: Turns): number => Math.min(...paces(turns));

/** How many times slower than the leader an engine may be to have another turn. */
const hopeless = 8;

/** Those that may be the fastest still: not so much slower than the one in front that no busy moment explains it. */
export function contenders<T>(turns: ReadonlyMap<T, Turns>): T[] {
  const leader = Math.min(...[...turns.values()].map(bestPace));
  return [...turns].flatMap(([engine, own]) => (bestPace(own) <= hopeless * leader ? [engine] : []));
}

/** Whether one engine was faster in each of its turns than any other in its best, with two turns at least for both. */
export function isClear<T>(turns: ReadonlyMap<T, Turns>): boolean {
  const [first, ...others] = [...turns.values()].sort((a, b) => bestPace(a) - bestPace(b));
  if (first === undefined) return true;
  const worst = Math.max(...paces(first));
  return first.length > 1 && others.every(other => bestPace(other) > worst);
}
