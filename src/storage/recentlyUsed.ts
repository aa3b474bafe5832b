/** Keeps what was used last, by keys, within a limit; what was not used for longest gives way. */
export class RecentlyUsed<Value> {
  /** The last in the map's order is the one used last. */
  private readonly kept = new Map<string, Value>();
  private taken = 0;

  /**
   * @param limit of the sizes together; of how many there are, where `sizeOf` is left out
   * @param onGone told of each value that gives way
   */
  constructor(
    private readonly limit: number,
    private readonly sizeOf: (value: Value) => number = () => 1,
    private readonly onGone: (value: Value) => void = () => undefined,
  ) {}

  get(key: string): Value | undefined {
    const value = this.kept.get(key);
    if (value !== undefined) {
      this.kept.delete(key);
      this.kept.set(key, value);
    }
    return value;
  }

  /** Keeps a value in the place of the key's earlier one; others give way to it, but it never does itself. */
  set(key: string, value: Value): void {
    this.delete(key);
    this.kept.set(key, value);
    this.taken += this.sizeOf(value);
    for (const [oldest, other] of this.kept) {
      if (this.taken <= this.limit || oldest === key) return;
      this.delete(oldest);
      this.onGone(other);
    }
  }

  delete(key: string): void {
    const value = this.kept.get(key);
    if (value === undefined) return;
    this.kept.delete(key);
    this.taken -= this.sizeOf(value);
  }

  /** Gives everything up. @returns what was kept */
  clear(): Value[] {
    const all = [...this.kept.values()];
    this.kept.clear();
    this.taken = 0;
    return all;
  }
}
