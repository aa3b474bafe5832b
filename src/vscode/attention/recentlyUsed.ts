/** Keeps what was used last, by keys, within a number of bytes. */
export class RecentlyUsed<Value> {
  private readonly kept = new Map<string, Value>();
  private bytes = 0;

  constructor(
    private readonly limit: number,
    private readonly sizeOf: (value: Value) => number,
  ) {}

  get(key: string): Value | undefined {
    const value = this.kept.get(key);
    if (value !== undefined) {
      this.kept.delete(key);
      this.kept.set(key, value);
    }
    return value;
  }

  /** Keeps a value; those that were not used for longest go, but never this one. */
  set(key: string, value: Value): void {
    this.drop(key);
    this.kept.set(key, value);
    this.bytes += this.sizeOf(value);
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.limit || oldest === key) return;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    const value = this.kept.get(key);
    if (value === undefined) return;
    this.kept.delete(key);
    this.bytes -= this.sizeOf(value);
  }
}
