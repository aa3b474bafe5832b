/**
 * Named arrays in two copies that take turns: a step reads `current` and writes `next`, then they swap. Nothing is
 * copied, and no engine reads what it writes.
 */
export class DoubleBuffer {
  private arrays: readonly [ReadonlyMap<string, Float32Array>, ReadonlyMap<string, Float32Array>];

  /** @param initial copied into `current`. */
  constructor(initial: ReadonlyMap<string, Float32Array>) {
    const entries = [...initial];
    this.arrays = [
      new Map(entries.map(([name, array]) => [name, array.slice()])),
      new Map(entries.map(([name, array]) => [name, new Float32Array(array.length)])),
    ];
  }

  get current(): ReadonlyMap<string, Float32Array> {
    return this.arrays[0];
  }

  get next(): ReadonlyMap<string, Float32Array> {
    return this.arrays[1];
  }

  swap(): void {
    this.arrays = [this.arrays[1], this.arrays[0]];
  }
}

/** The same arrays under other names. */
export function renamed<T>(arrays: ReadonlyMap<string, T>, rename: (name: string) => string): [string, T][] {
  return [...arrays].map(([name, array]) => [rename(name), array]);
}
