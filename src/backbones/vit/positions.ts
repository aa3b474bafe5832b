/**
 * Position embeddings for another number of patches, as timm's `resample_abs_pos_embed` makes them: the prefix tokens are
 * kept and the square grid is resized with PyTorch's antialiased bicubic interpolation (a = -0.5, half-pixel centres,
 * edge weights renormalised), first along rows, then along columns.
 *
 * @param positions `[prefix + oldGrid², width]`
 * @returns `[prefix + newGrid², width]`; the same array if the grid does not change.
 */
export function resamplePositions(
  positions: Float32Array,
  width: number,
  oldGrid: number,
  newGrid: number,
  prefix = 1,
): Float32Array {
  if (positions.length !== (prefix + oldGrid ** 2) * width) {
    throw new Error(`${positions.length} values are no ${oldGrid} x ${oldGrid} positions of width ${width}.`);
  }
  if (oldGrid === newGrid) return positions;
  const kernels = Array.from({ length: newGrid }, (_, index) => kernelAt(index, oldGrid, newGrid));
  const start = prefix * width;
  const grid = positions.subarray(start);
  const wide = resizeRows(grid, oldGrid, oldGrid * width, width, kernels);
  // Along columns a "pixel" is a whole row, so the same loop serves with one line of oldGrid such pixels.
  const tall = resizeRows(wide, 1, wide.length, newGrid * width, kernels);
  const result = new Float32Array(start + tall.length);
  result.set(positions.subarray(0, start));
  result.set(tall, start);
  return result;
}

interface Kernel {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Resizes each of `rows` lines of `rowLength` values, whose pixels are `pixel` values wide. */
function resizeRows(
  source: Float32Array,
  rows: number,
  rowLength: number,
  pixel: number,
  kernels: readonly Kernel[],
): Float32Array {
  const result = new Float32Array(rows * kernels.length * pixel);
  for (let row = 0; row < rows; row++) {
    kernels.forEach(({ first, weights }, index) => {
      const target = (row * kernels.length + index) * pixel;
      for (let channel = 0; channel < pixel; channel++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++) {
          sum += weights[tap] * source[row * rowLength + (first + tap) * pixel + channel];
        }
        result[target + channel] = sum;
      }
    });
  }
  return result;
}

/** The old pixels that make up new pixel `index`. When shrinking, the kernel is widened to cover all of them. */
function kernelAt(index: number, oldSize: number, newSize: number): Kernel {
  const scale = oldSize / newSize;
  const stretch = Math.max(scale, 1);
  const centre = scale * (index + 0.5);
  const first = Math.max(Math.trunc(centre - 2 * stretch + 0.5), 0);
  const end = Math.min(Math.trunc(centre + 2 * stretch + 0.5), oldSize);
  const raw = Array.from({ length: end - first }, (_, tap) => cubic((first + tap - centre + 0.5) / stretch));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: raw.map(weight => weight / total) };
}

/** Keys' cubic convolution kernel with a = -0.5. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}
