/** Row-major strides of a shape. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** Where each element of `shape`, in row-major order, is in an array that is walked with these strides from `start`. */
export function positions(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  let found = Int32Array.of(start);
  shape.forEach((side, axis) => {
    const outer = found;
    found = new Int32Array(outer.length * side);
    for (let i = 0; i < found.length; i++) found[i] = outer[Math.floor(i / side)] + (i % side) * strides[axis];
  });
  return found;
}

/** Where each element of `shape` is in an array of shape `from` that is broadcast to it. */
export function broadcastPositions(shape: readonly number[], from: readonly number[]): Int32Array {
  const missing = shape.length - from.length;
  const own = stridesOf(from);
  return positions(
    shape,
    shape.map((_, axis) => (axis < missing || from[axis - missing] === 1 ? 0 : own[axis - missing])),
  );
}
