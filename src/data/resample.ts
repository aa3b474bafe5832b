import type { Preprocessing } from '../protocol/preprocessing';
import type { Rectangle, RgbImage } from './image';

export type Interpolation = Preprocessing['interpolation'];

/** A resampling kernel: its weight at a distance in (scaled) pixels, zero from `support` on. */
interface Kernel {
  readonly support: number;
  readonly weight: (distance: number) => number;
}

const KERNELS: Record<Exclude<Interpolation, 'nearest'>, Kernel> = {
  bilinear: { support: 1, weight: x => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: cubic },
  lanczos: { support: 3, weight: x => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Keys' cubic convolution with a = -1/2. */
function cubic(x: number): number {
  const a = -0.5;
  const d = Math.abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * a;
  return 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Weights are fixed-point numbers: 8 bits of pixel, 2 of overshoot and 22 of fraction fill a 32-bit integer. */
const FRACTION_BITS = 22;
const HALF = 1 << (FRACTION_BITS - 1);

/** For each output position: the first input position, how many of them count, and their weights. */
interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `[output, stride]` */
  readonly weights: Int32Array;
  readonly stride: number;
}

/**
 * Resizes to `width x height` pixels and returns the part of the result within `region` (all of it by default). Gives
 * the same bytes as Pillow's `Image.resize`, and so as torchvision's and timm's `Resize` of a PIL image: the kernel
 * widens when the image shrinks (antialiasing), columns come before rows with an 8-bit image in between, weights are
 * 22-bit fixed-point numbers. Backbones were trained on such pixels; those of libvips differ by several grey levels.
 */
export function resample(
  image: RgbImage,
  width: number,
  height: number,
  interpolation: Interpolation,
  region: Rectangle = { x: 0, y: 0, width, height },
): RgbImage {
  if (region.x < 0 || region.y < 0 || region.x + region.width > width || region.y + region.height > height) {
    throw new RangeError(`The region does not lie inside the resized image of ${width}x${height}`);
  }
  if (interpolation === 'nearest') return nearest(image, width, height, region);
  const kernel = KERNELS[interpolation];
  const columns = tapsOf(image.width, width, region.x, region.width, kernel);
  const rows = tapsOf(image.height, height, region.y, region.height, kernel);
  const last = region.height - 1;
  const top = rows.first[0];
  const bottom = rows.first[last] + rows.count[last];
  return resampleRows(resampleColumns(image, columns, region.width, top, bottom), rows, region.height);
}

function tapsOf(inputSize: number, resizedSize: number, offset: number, outputSize: number, kernel: Kernel): Taps {
  const scale = inputSize / resizedSize;
  const widening = Math.max(scale, 1);
  const support = kernel.support * widening;
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * stride);
  const exact = new Float64Array(stride);
  for (let output = 0; output < outputSize; output++) {
    const centre = (offset + output + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const taps = Math.min(inputSize, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      exact[tap] = kernel.weight((tap + start - centre + 0.5) * (1 / widening));
      sum += exact[tap];
    }
    first[output] = start;
    count[output] = taps;
    for (let tap = 0; tap < taps; tap++) {
      const weight = (exact[tap] / sum) * (1 << FRACTION_BITS);
      weights[output * stride + tap] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    }
  }
  return { first, count, weights, stride };
}

/** Narrows or widens the rows from `top` up to `bottom`: the ones that the pass over rows reads. Others stay black. */
function resampleColumns(image: RgbImage, taps: Taps, width: number, top: number, bottom: number): RgbImage {
  const { height, data: input } = image;
  const { first, count, weights, stride } = taps;
  // Kernels with negative weights overshoot: a clamped array saturates there.
  const output = new Uint8ClampedArray(width * height * 3);
  let to = top * width * 3;
  for (let row = top; row < bottom; row++) {
    const rowStart = row * image.width * 3;
    for (let column = 0; column < width; column++) {
      let from = rowStart + first[column] * 3;
      const begin = column * stride;
      const end = begin + count[column];
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      for (let tap = begin; tap < end; tap++) {
        const weight = weights[tap];
        red = (red + Math.imul(input[from], weight)) | 0;
        green = (green + Math.imul(input[from + 1], weight)) | 0;
        blue = (blue + Math.imul(input[from + 2], weight)) | 0;
        from += 3;
      }
      output[to] = red >> FRACTION_BITS;
      output[to + 1] = green >> FRACTION_BITS;
      output[to + 2] = blue >> FRACTION_BITS;
      to += 3;
    }
  }
  return { width, height, data: new Uint8Array(output.buffer) };
}

function resampleRows(image: RgbImage, taps: Taps, height: number): RgbImage {
  const { width, data: input } = image;
  const { first, count, weights, stride } = taps;
  const rowLength = width * 3;
  const output = new Uint8ClampedArray(rowLength * height);
  const sums = new Int32Array(rowLength);
  for (let row = 0; row < height; row++) {
    sums.fill(HALF);
    for (let tap = 0; tap < count[row]; tap++) {
      const weight = weights[row * stride + tap];
      const from = (first[row] + tap) * rowLength;
      for (let i = 0; i < rowLength; i++) sums[i] += Math.imul(input[from + i], weight);
    }
    const to = row * rowLength;
    for (let i = 0; i < rowLength; i++) output[to + i] = sums[i] >> FRACTION_BITS;
  }
  return { width, height, data: new Uint8Array(output.buffer) };
}

function nearest(image: RgbImage, width: number, height: number, region: Rectangle): RgbImage {
  const columns = nearestPositions(image.width, width).subarray(region.x, region.x + region.width);
  const rows = nearestPositions(image.height, height).subarray(region.y, region.y + region.height);
  const data = new Uint8Array(region.width * region.height * 3);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * image.width + column) * 3;
      data[to++] = image.data[from];
      data[to++] = image.data[from + 1];
      data[to++] = image.data[from + 2];
    }
  }
  return { width: region.width, height: region.height, data };
}

/** Accumulated, not multiplied: the rounding of the sum decides which of two pixels is the nearer one, as in Pillow. */
function nearestPositions(inputSize: number, outputSize: number): Int32Array {
  const scale = inputSize / outputSize;
  const positions = new Int32Array(outputSize);
  let position = scale * 0.5;
  for (let output = 0; output < outputSize; output++) {
    positions[output] = Math.min(Math.trunc(position), inputSize - 1);
    position += scale;
  }
  return positions;
}
