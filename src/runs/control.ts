/**
 * How a run is steered from outside while it trains. What is asked takes effect between two steps; asking is free at any
 * time, and what makes no sense any more (to go on with what isn't paused) does nothing.
 */
export class RunControl {
  private stop = false;
  private paused = false;
  private peak: number | null = null;
  /** What is waited for until something is asked: one promise, however many steps ask for it. */
  private news: Promise<void> | null = null;
  private wake: () => void = () => undefined;

  /** Whether the run is to end after the step under way. There is no way back. */
  get stopRequested(): boolean {
    return this.stop;
  }

  /** Whether the run is to wait before its next step. */
  get isPaused(): boolean {
    return this.paused && !this.stop;
  }

  requestStop(): void {
    this.stop = true;
    this.wake();
  }

  pause(): void {
    this.paused = true;
    this.wake();
  }

  continue(): void {
    this.paused = false;
    this.wake();
  }

  /** @param peak the learning rate that the schedule goes on with from the next step: positive. */
  setLearningRate(peak: number): void {
    this.peak = peak;
    this.wake();
  }

  /** The learning rate asked for since the last call, or null. */
  takeLearningRate(): number | null {
    const { peak } = this;
    this.peak = null;
    return peak;
  }

  /** Resolves as soon as something is asked. */
  asked(): Promise<void> {
    this.news ??= new Promise(resolve => {
      this.wake = () => {
        this.news = null;
        resolve();
      };
    });
    return this.news;
  }
}
