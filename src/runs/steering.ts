import type { TrainingProgress } from '../training/train';
import type { RunControl } from './control';
import { type LearningRateChange, peakAfter, withChange } from './learningRateChanges';
import type { RunRecorder } from './recorder';
import type { Stopwatch } from './stopwatch';

/** Does between the steps of a run what was asked of it, and records it. */
export class Steering {
  /** @param changes those that the run's journal holds: a resumed run makes them again, each at its step. */
  constructor(
    private readonly control: RunControl,
    private readonly recorder: Pick<RunRecorder, 'record' | 'state'>,
    private readonly watch: Pick<Stopwatch, 'pause' | 'continue'>,
    /** The experiment's own learning rate. */
    private readonly learningRate: number,
    private changes: readonly LearningRateChange[],
  ) {}

  /** The schedule's peak for the step after `step`. */
  peakAfter(step: number): number {
    return peakAfter(this.changes, this.learningRate, step);
  }

  /** Waits for as long as the run is paused. @returns whether it is to make another step. */
  async goOn(progress: TrainingProgress): Promise<boolean> {
    let waited = false;
    for (;;) {
      // Before anything is looked at, so that nothing asked while the state is written goes unnoticed.
      const asked = this.control.asked();
      this.changeLearningRate(progress.step);
      if (!this.control.isPaused) break;
      if (!waited) {
        waited = true;
        this.watch.pause();
        this.recorder.record({ type: 'paused', step: progress.step });
        await this.recorder.state('paused', progress, true);
      }
      await asked;
    }
    if (waited) this.watch.continue();
    if (this.control.stopRequested) {
      await this.recorder.state('stopping', progress, true);
      return false;
    }
    if (waited) {
      this.recorder.record({ type: 'continued', step: progress.step });
      await this.recorder.state('running', progress, true);
    }
    return true;
  }

  private changeLearningRate(step: number): void {
    const to = this.control.takeLearningRate();
    const from = this.peakAfter(step);
    if (to === null || to === from) return;
    this.changes = withChange(this.changes, { step, from, to });
    this.recorder.record({ type: 'changed', step, field: 'learningRate', from, to });
  }
}
