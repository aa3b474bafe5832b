/** The largest magnitude in an array. */
export function largest(values: ArrayLike<number>): number {
  let found = 0;
  for (let i = 0; i < values.length; i++) found = Math.max(found, Math.abs(values[i]));
  return found;
}

/** The largest difference of two arrays; infinite if one holds what isn't a number. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let found = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= found)) found = Number.isNaN(difference) ? Infinity : difference;
  }
  return found;
}

/** The largest difference, relative to the largest magnitude that is expected. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const difference = largestDifference(actual, expected);
  return difference === 0 ? 0 : difference / largest(expected);
}

/** The cosine of the angle between two arrays; 1 if both are zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i] * b[i];
    squareA += a[i] ** 2;
    squareB += b[i] ** 2;
  }
  return product === squareA && squareA === squareB ? 1 : product / Math.sqrt(squareA * squareB);
}

/** The array of that name. */
export function taken<T>(arrays: ReadonlyMap<string, T>, name: string): T {
  const array = arrays.get(name);
  if (array === undefined) throw new Error(`There is no "${name}" among ${[...arrays.keys()].join(', ')}.`);
  return array;
}

/** The name of the largest number, and the number. */
export function worst(errors: ReadonlyMap<string, number>): readonly [name: string, error: number] {
  return [...errors].reduce((a, b) => (b[1] > a[1] ? b : a), ['nothing', 0]);
}
