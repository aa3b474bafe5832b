/**
 * How a library resizes positions; both are bicubic with half-pixel centres. `antialiased`: PyTorch's `antialias=True`
 * (a = -0.5, the kernel widened when shrinking, edge weights renormalised), as timm's `resample_abs_pos_embed` and DINOv2
 * with registers have it. `plain`: PyTorch's own (a = -0.75, four taps, edges repeated), as DINOv2 and Hugging Face have it.
 */
export type Resampling = 'antialiased' | 'plain';

/**
 * Position embeddings for another number of patches: prefix tokens are kept and the square grid is resized, first along
 * rows, then along columns.
 *
 * @param positions `[prefix + oldGrid², width]`
 * @returns `[prefix + newGrid², width]`; the same array if the grid does not change.
 */
export function resamplePositions(
  positions: Float32Array,
  width: number,
  oldGrid: number,
  newGrid: number,
  { resampling = 'antialiased', prefix = 1 }: { readonly resampling?: Resampling; readonly prefix?: number } = {},
): Float32Array {
  if (positions.length !== (prefix + oldGrid ** 2) * width) {
    throw new Error(`${positions.length} values are no ${oldGrid} x ${oldGrid} positions of width ${width}.`);
  }
  if (oldGrid === newGrid) return positions;
  const kernelAt = resampling === 'plain' ? plainKernel : antialiasedKernel;
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
function antialiasedKernel(index: number, oldSize: number, newSize: number): Kernel {
  const scale = oldSize / newSize;
  const stretch = Math.max(scale, 1);
  const centre = scale * (index + 0.5);
  const first = Math.max(Math.trunc(centre - 2 * stretch + 0.5), 0);
  const end = Math.min(Math.trunc(centre + 2 * stretch + 0.5), oldSize);
  const raw = Array.from({ length: end - first }, (_, tap) => cubic((first + tap - centre + 0.5) / stretch, -0.5));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: raw.map(weight => weight / total) };
}

/** The four old pixels nearest to new pixel `index`, those outside of the grid being its edge. */
function plainKernel(index: number, oldSize: number, newSize: number): Kernel {
  const centre = (oldSize / newSize) * (index + 0.5) - 0.5;
  const taps = Array.from({ length: 4 }, (_, tap) => Math.floor(centre) - 1 + tap);
  const inside = (tap: number) => Math.min(Math.max(tap, 0), oldSize - 1);
  const first = inside(taps[0]);
  const weights = Array.from({ length: inside(taps[3]) - first + 1 }, () => 0);
  for (const tap of taps) weights[inside(tap) - first] += cubic(tap - centre, -0.75);
  return { first, weights };
}

/** Keys' cubic convolution kernel. */
function cubic(distance: number, a: number): number {
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return 0;
}
