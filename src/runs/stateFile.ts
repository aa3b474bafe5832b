import { type Progress, writeState } from './state';

/** `state.json` is written this often at most, in milliseconds, while only numbers change … */
const shortest = 1000;
/** … and this often at least, for those who watch from another machine: well within the `silence` that they bear. */
const longest = 15_000;

/** Keeps the `state.json` of a run under way true, and fresh while the run is paused or its step takes long. */
export class StateFile {
  private last: Progress | null = null;
  private written = -Infinity;
  private writing: Promise<unknown> = Promise.resolve();
  private readonly heartbeat: NodeJS.Timeout;

  constructor(private readonly path: string) {
    this.heartbeat = setInterval(() => this.beat(), longest / 3);
    this.heartbeat.unref();
  }

  /** Writes the state, unless it was written a moment ago. */
  async writeIfDue(progress: Progress): Promise<void> {
    if (performance.now() - this.written >= shortest) await this.write(progress);
  }

  /** Writes one state at a time, so that the last one asked for is the one that stays. */
  async write(progress: Progress): Promise<void> {
    this.last = progress;
    this.written = performance.now();
    const write = this.writing.then(() => writeState(this.path, progress));
    this.writing = write.catch(() => undefined);
    await write;
  }

  private beat(): void {
    if (this.last === null || performance.now() - this.written < (longest * 2) / 3) return;
    // A full disk is for the training to complain about.
    this.write(this.last).catch(() => undefined);
  }

  close(): void {
    clearInterval(this.heartbeat);
  }
}
