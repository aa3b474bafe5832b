/** Something and how near it is. */
export interface Found<T> {
  readonly similarity: number;
  readonly what: T;
}

/** The nearest of all that is offered, in order. */
export class NearestFirst<T> {
  private readonly kept: Found<T>[] = [];

  constructor(private readonly limit: number) {}

  /** @param what is asked for only where it is kept */
  offer(similarity: number, what: () => T): void {
    const farthest = this.kept.at(-1);
    if (this.kept.length >= this.limit && (!farthest || !(similarity > farthest.similarity))) return;
    // Of equals the first stays first.
    const at = this.kept.findLastIndex(other => other.similarity >= similarity) + 1;
    this.kept.splice(at, 0, { similarity, what: what() });
    if (this.kept.length > this.limit) this.kept.pop();
  }

  /** Nearest first. */
  get found(): readonly Found<T>[] {
    return this.kept;
  }
}
