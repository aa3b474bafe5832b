import type { JournalEntryOf } from '../protocol/journal';

/** A change of the learning rate in mid-run: it holds for the steps after `step`. */
export type LearningRateChange = Pick<JournalEntryOf<'changed'>, 'step' | 'from' | 'to'>;

/** The schedule's peak for the step after `step`. @param changes in the order of their steps */
export function peakAfter(changes: readonly LearningRateChange[], initial: number, step: number): number {
  return changes.findLast(change => change.step <= step)?.to ?? initial;
}

/**
 * The changes that hold once another is made. Those of later steps, which a run that was resumed has before it, give way:
 * the last word is that of whoever spoke last.
 */
export function withChange<T extends Pick<LearningRateChange, 'step'>>(changes: readonly T[], change: T): T[] {
  return [...changes.filter(({ step }) => step <= change.step), change];
}
