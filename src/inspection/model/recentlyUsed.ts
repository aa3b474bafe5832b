/** What was made lately, so that it need not be made again; the least recently used gives way. */
export class RecentlyUsed<T> {
  private readonly kept = new Map<string, Promise<T>>();

  constructor(
    private readonly limit: number,
    private readonly dispose: (value: T) => unknown = () => undefined,
  ) {}

  /** What is kept under the key, or what `make` makes. What fails is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.kept.get(key) ?? make();
    // The last in the map's order is the one used last.
    this.kept.delete(key);
    this.kept.set(key, found);
    found.catch(() => {
      if (this.kept.get(key) === found) this.kept.delete(key);
    });
    for (const [oldest, value] of this.kept) {
      if (this.kept.size <= this.limit) break;
      this.kept.delete(oldest);
      void value.then(this.dispose, () => undefined);
    }
    return found;
  }

  /** Gives everything up. */
  async clear(): Promise<void> {
    const all = [...this.kept.values()];
    this.kept.clear();
    await Promise.all(all.map(value => value.then(this.dispose, () => undefined)));
  }
}

/** What is kept for each owner, as long as the owner lives. */
export class RecentlyUsedOf<Owner extends object, T> {
  private readonly all = new WeakMap<Owner, RecentlyUsed<T>>();

  constructor(private readonly limit: number) {}

  get(owner: Owner, key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.all.get(owner) ?? new RecentlyUsed<T>(this.limit);
    this.all.set(owner, kept);
    return kept.get(key, make);
  }
}
