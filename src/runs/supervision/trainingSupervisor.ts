import type { Disposable, Event } from 'vscode-jsonrpc/node';

/** A rung of the ladder by which a run is stopped: asked to finish its step, told to end by a signal, killed with its children. */
export type StopRung = 'asked' | 'terminated' | 'killed';

/** What a training process says between two readings of its run folder. Paths are those of run folders. */
export type TrainingNews =
  /** The journal has grown. */
  | { readonly kind: 'grew'; readonly run: string; readonly records: number }
  /** Images are read, weights fetched … */
  | {
      readonly kind: 'preparing';
      readonly run: string;
      readonly what: string;
      readonly done: number;
      readonly total: number;
    }
  /** The process came, went, or is known to be lost: read the run folder again. */
  | { readonly kind: 'changed'; readonly run: string }
  | { readonly kind: 'stopping'; readonly run: string; readonly rung: StopRung };

/**
 * Starts, finds, steers and stops training processes. They outlive it: disposing of it lets them go on, and another
 * finds them again by their run folders.
 */
export interface TrainingSupervisor extends Disposable {
  readonly onNews: Event<TrainingNews>;
  /**
   * Makes a run folder for an experiment file and trains it, or queues it behind those that run.
   * @returns the path of the run folder
   * @throws {InputError} if the file holds no experiment, or the folder can't be made
   */
  start(experimentFile: string, runsDirectory: string): Promise<string>;
  /** Goes on with a run that was stopped, failed or crashed. @throws {InputError} if it is under way or done */
  resume(run: string): Promise<void>;
  /** Climbs the ladder until the process is gone; a queued run leaves the queue. @returns the rung that did it */
  stop(run: string): Promise<StopRung>;
  pause(run: string): Promise<void>;
  continue(run: string): Promise<void>;
  /** The peak of the schedule from the next step on. */
  setLearningRate(run: string, peak: number): Promise<void>;
  /** Finds the processes of these runs, follows them, and queues those that wait. Those of other windows are followed too. */
  attach(runs: readonly string[]): Promise<void>;
  /** Whether the run's process doesn't answer although it seems to be there. */
  isLost(run: string): boolean;
}
