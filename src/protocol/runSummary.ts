import type { Environment } from './environment';
import type { Experiment } from './experiment';
import type { JournalEntryOf, JournalRecordOf } from './journal';
import type { RunExit } from './runExit';
import type { RunPresence } from './runOverview';
import type { RunState } from './runState';

/** A time in which a run waited after `step` steps. */
export interface Pause {
  readonly step: number;
  /** ISO 8601 */
  readonly from: string;
  /** ISO 8601; null if it lasts, or nobody knows. */
  readonly to: string | null;
}

/** What the records of a journal add up to. What was recorded of steps that a resumed run did again is left out. */
export interface JournalSummary {
  readonly started: JournalRecordOf<'started'> | null;
  readonly steps: readonly JournalRecordOf<'step'>[];
  readonly epochs: readonly JournalRecordOf<'epoch'>[];
  readonly checkpoints: readonly JournalRecordOf<'checkpoint'>[];
  /** What a lower precision did to the loss; none in float32. */
  readonly precisions: readonly JournalRecordOf<'precision'>[];
  /** Changes of the loss's scale in float16, each fall of which is an update that was not made. */
  readonly lossScales: readonly JournalRecordOf<'lossScale'>[];
  /** Made in mid-run, in the order of their steps. Those of steps that a resumed run has before it will be made again. */
  readonly changes: readonly JournalRecordOf<'changed'>[];
  /** All that there were, those before steps that were done again as well. */
  readonly pauses: readonly Pause[];
  readonly selected: JournalRecordOf<'selected'> | null;
  readonly test: JournalRecordOf<'test'> | null;
  /** Each image once. */
  readonly quarantined: readonly Pick<JournalEntryOf<'quarantined'>, 'path' | 'reason'>[];
  /** Each message once. */
  readonly warnings: readonly string[];
  /** Last step recorded; 0 before the first. */
  readonly lastStep: number;
  /** How many times the run was resumed. */
  readonly resumed: number;
  /** The record that ended the run, if it has ended. */
  readonly end: JournalRecordOf<'finished'> | JournalRecordOf<'stopped'> | JournalRecordOf<'failed'> | null;
}

/** One run, folded from the files of its folder. */
export interface RunSummary extends JournalSummary {
  /** Name of the folder. */
  readonly id: string;
  readonly path: string;
  readonly state: RunPresence;
  /** How its process ended, if somebody saw it and the run did not say itself. */
  readonly exit: RunExit | null;
  /** `state.json` as it is; null if it can't be read. */
  readonly progress: RunState | null;
  readonly experiment: Experiment | null;
  readonly environment: Environment | null;
  /** What is wrong with the files, a sentence each. */
  readonly problems: readonly string[];
}
