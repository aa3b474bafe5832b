/**
 * One layer and head of maps `[layers, heads, …]`, or the mean over heads.
 * @param size of one map
 * @param head null for the mean
 */
export function ofHead(
  maps: Float32Array,
  { heads, size }: { readonly heads: number; readonly size: number },
  layer: number,
  head: number | null,
): Float32Array {
  const at = (index: number) => maps.subarray((layer * heads + index) * size, (layer * heads + index + 1) * size);
  if (head !== null) return at(head);
  const mean = new Float32Array(size);
  for (let index = 0; index < heads; index++) {
    const map = at(index);
    for (let i = 0; i < size; i++) mean[i] += map[i] / heads;
  }
  return mean;
}

/** The sum of some shares. */
export function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Index of the largest value; -1 of none. */
export function largestAt(values: ArrayLike<number>): number {
  let at = values.length === 0 ? -1 : 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[at]) at = i;
  return at;
}
