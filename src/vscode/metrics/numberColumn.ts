/** A column of numbers that grows at its end and can be cut there. NaN stands for what was not measured. */
export class NumberColumn {
  private cells = new Float64Array(256);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** The numbers as they are now: a view, good until the column changes. */
  get values(): Float64Array {
    return this.cells.subarray(0, this.used);
  }

  push(value: number | null | undefined): void {
    if (this.used === this.cells.length) {
      const larger = new Float64Array(2 * this.used);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[this.used++] = value ?? Number.NaN;
  }

  /** Cuts to `length`, or fills up with NaN to it. */
  resize(length: number): void {
    while (this.used < length) this.push(null);
    this.used = length;
  }
}

/** The number of ascending values that are at most `limit`; those that are NaN count as smaller. */
export function countUpTo(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
