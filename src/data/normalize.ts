import type { Preprocessing } from '../protocol/preprocessing';
import type { RgbImage } from './image';

/**
 * Writes an image as the network's input: `[3, height, width]` float32 of `(v / 255 - mean) / std`, every operation
 * rounded to float32 as torchvision's `ToTensor` and `Normalize` do. `target` is filled from `offset` on.
 */
export function normalizeInto(
  target: Float32Array,
  offset: number,
  image: RgbImage,
  { mean, std }: Pick<Preprocessing, 'mean' | 'std'>,
): void {
  const { data } = image;
  const pixels = image.width * image.height;
  for (let channel = 0; channel < 3; channel++) {
    const values = normalizedValues(mean[channel], std[channel]);
    const start = offset + channel * pixels;
    for (let pixel = 0; pixel < pixels; pixel++) target[start + pixel] = values[data[pixel * 3 + channel]];
  }
}

/** A pixel has but 256 values: each is computed once. Storing into a Float32Array rounds the last operation. */
function normalizedValues(mean: number, std: number): Float32Array {
  const { fround } = Math;
  return Float32Array.from({ length: 256 }, (_, value) => fround(fround(value / 255) - fround(mean)) / fround(std));
}
