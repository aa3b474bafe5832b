import type { DeviceMemory } from '../engines/engine';

/**
 * Named arrays in two copies that take turns: a step reads `current` and writes `next`, then they swap. Nothing is
 * copied, and no engine reads what it writes. On a device that keeps them one of each is enough.
 */
export class DoubleBuffer {
  private arrays: readonly [ReadonlyMap<string, Float32Array>, ReadonlyMap<string, Float32Array>];

  /** @param sizes of the arrays, which are zeros at first. @param memory where to keep them instead. */
  constructor(
    sizes: ReadonlyMap<string, number>,
    private readonly memory?: DeviceMemory,
  ) {
    const made = () => new Map([...sizes].map(([name, size]) => [name, new Float32Array(size)] as const));
    const current = made();
    this.arrays = [current, memory ? current : made()];
    memory?.keep(current.values());
  }

  /** Two copies of the arrays given, the first with their numbers. */
  static of(initial: ReadonlyMap<string, Float32Array>, memory?: DeviceMemory): DoubleBuffer {
    const buffer = new DoubleBuffer(new Map([...initial].map(([name, array]) => [name, array.length])), memory);
    const pairs = [...initial].map(([name, source]) => [bound(buffer.current, name), source] as const);
    if (memory) memory.write(pairs);
    else pairs.forEach(([array, source]) => array.set(source));
    return buffer;
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

  /** Fills `next` with zeros. */
  clearNext(): void {
    if (this.memory) this.memory.zero(this.next.values());
    else this.next.forEach(array => array.fill(0));
  }

  /** Brings `current` from the device that keeps it, if one does. */
  read(): void {
    this.memory?.read(this.current.values());
  }

  release(): void {
    this.memory?.release(this.current.values());
  }
}

const bound = (arrays: ReadonlyMap<string, Float32Array>, name: string): Float32Array => {
  const array = arrays.get(name);
  if (!array) throw new Error(`There is no array "${name}".`);
  return array;
};

/** The same arrays under other names. */
export function renamed<T>(arrays: ReadonlyMap<string, T>, rename: (name: string) => string): [string, T][] {
  return [...arrays].map(([name, array]) => [rename(name), array]);
}
