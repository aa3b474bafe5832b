import type { Environment } from './environment';
import type { Experiment } from './experiment';
import type { JournalEntryOf, JournalRecordOf } from './journal';
import type { RunState } from './runState';

/** What the records of a journal add up to. What was recorded of steps that a resumed run did again is left out. */
export interface JournalSummary {
  readonly started: JournalRecordOf<'started'> | null;
  readonly steps: readonly JournalRecordOf<'step'>[];
  readonly epochs: readonly JournalRecordOf<'epoch'>[];
  readonly checkpoints: readonly JournalRecordOf<'checkpoint'>[];
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
  /** `lost`: it says that it is running, but its process is gone. `unknown`: its files don't tell. */
  readonly state: RunState['state'] | 'lost' | 'unknown';
  /** `state.json` as it is; null if it can't be read. */
  readonly progress: RunState | null;
  readonly experiment: Experiment | null;
  readonly environment: Environment | null;
  /** What is wrong with the files, a sentence each. */
  readonly problems: readonly string[];
}
