import { RecentlyUsed } from '../../storage/recentlyUsed';

/** What was made lately, so that it need not be made again; the least recently used gives way. */
export class LastMade<T> {
  private readonly kept: RecentlyUsed<Promise<T>>;

  /** @param limit of how many are kept. @param dispose told of what gives way */
  constructor(
    limit: number,
    private readonly dispose: (value: T) => unknown = () => undefined,
  ) {
    this.kept = new RecentlyUsed(
      limit,
      () => 1,
      gone => void this.disposeOf(gone),
    );
  }

  /** What is kept under the key, or what `make` makes. What fails is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key);
    if (known) return known;
    const made = make();
    this.kept.set(key, made);
    made.catch(() => {
      if (this.kept.get(key) === made) this.kept.delete(key);
    });
    return made;
  }

  /** Gives everything up. */
  async clear(): Promise<void> {
    await Promise.all(this.kept.clear().map(value => this.disposeOf(value)));
  }

  private async disposeOf(value: Promise<T>): Promise<void> {
    await value.then(this.dispose, () => undefined);
  }
}

/** What was made lately for each owner, as long as the owner lives. */
export class LastMadeOf<Owner extends object, T> {
  private readonly all = new WeakMap<Owner, LastMade<T>>();

  constructor(private readonly limit: number) {}

  get(owner: Owner, key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.all.get(owner) ?? new LastMade<T>(this.limit);
    this.all.set(owner, kept);
    return kept.get(key, make);
  }
}
