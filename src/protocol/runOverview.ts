import type { Best, RunState } from './runState';
import type { Precision } from './precision';
import type { RunExit } from './runExit';

/**
 * How a run is, as far as can be told. Beside what it says itself: `crashed`, it says that it is under way but its process
 * is gone; `lost`, its process may be there but doesn't answer; `unknown`, its files don't tell.
 */
export type RunPresence = RunState['state'] | 'crashed' | 'lost' | 'unknown';

/** What lists show of a run, read from its small files alone, so that a thousand take no time. */
export interface RunOverview {
  /** Name of the folder. */
  readonly id: string;
  readonly path: string;
  /** Name of its experiment; the folder's own where that can't be read. */
  readonly experiment: string;
  /** The methods' ids, joined by `+`; empty where they can't be read. */
  readonly method: string;
  /** Id of the backbone's architecture. */
  readonly backbone: string;
  readonly seed: number | null;
  readonly precision: Precision;
  readonly presence: RunPresence;
  /** How its process ended, if somebody saw it and the run did not say itself. */
  readonly exit: RunExit | null;
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  readonly best: Best | null;
  readonly test: number | null;
  readonly trainable: number | null;
  readonly head: number | null;
  /** When the run was made, in milliseconds since 1970. */
  readonly created: number;
  /** When its state was last written, in milliseconds since 1970; null where that can't be read. */
  readonly updated: number | null;
  /** What is wrong with its files, a sentence each. */
  readonly problems: readonly string[];
}
