/** Without a connection, a process is lost after so many milliseconds. */
const unconnected = 10_000;
/** With one, it may be within a step that blocks it. */
const connected = 60_000;

/**
 * Judges by what is heard of a process, and when, whether it is lost: nothing for 10 seconds while it can't be connected to,
 * or for a minute over an open connection. One that listens nowhere is not expected to be heard.
 */
export class Hearing {
  private heardAt: number;
  private longest = 0;
  isConnected = false;
  /** Whether it says where it listens. */
  isExpected = false;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.heardAt = now();
  }

  heard(): void {
    const now = this.now();
    this.longest = Math.max(this.longest, now - this.heardAt);
    this.heardAt = now;
  }

  get isLost(): boolean {
    if (!this.isExpected) return false;
    return this.now() - this.heardAt > (this.isConnected ? connected : unconnected);
  }

  /** Milliseconds since it was heard last. */
  get silence(): number {
    return this.now() - this.heardAt;
  }

  /** The longest time, in milliseconds, that it left between two words. */
  get longestSilence(): number {
    return this.longest;
  }
}
