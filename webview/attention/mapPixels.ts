import type { ColourRamp } from './colourRamp';
import { type ValueRange, placeIn } from './valueRange';

/** The pixels of a map: one for each value, red green blue alpha; opaque, but for what is not a number. */
export function mapPixels(values: Float32Array, range: ValueRange, ramp: ColourRamp): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  const last = ramp.length / 3 - 1;
  values.forEach((value, i) => {
    const at = 3 * Math.round(placeIn(range, value) * last);
    pixels.set(ramp.subarray(at, at + 3), 4 * i);
    pixels[4 * i + 3] = Number.isNaN(value) ? 0 : 255;
  });
  return pixels;
}
