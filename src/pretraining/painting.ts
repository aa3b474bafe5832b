import type { RandomStream } from '../random/stream';
import { enlarged, reduced } from './resolution';
import { valueNoise } from './textures';

type Colour = readonly number[];

/** Gives each pixel of a figure's coverage a colour. */
export interface Paint {
  readonly figure: Colour;
  readonly ground: Colour;
}

/** Sizes that images are reduced to before they are enlarged again. */
const lowSizes = [8, 8, 8, 10, 12, 16, 20, 24] as const;

/** At random, as if taken by a coarse camera: fewer pixels, few grey levels, made large again. */
export function coarsened(image: Float32Array, size: number, share: number, stream: RandomStream): Float32Array {
  if (stream.uniform() >= share) return image;
  const low = lowSizes[stream.integer(lowSizes.length)];
  const small = reduced(image, size, low);
  if (stream.uniform() < 0.75) stretchContrast(small);
  if (stream.uniform() < 0.5) {
    const levels = 4 + stream.integer(28);
    for (let i = 0; i < small.length; i++) small[i] = Math.round(small[i] * levels) / levels;
  }
  return enlarged(small, low, size);
}

/** As a camera's exposure does: the lightest pixel becomes white. */
function stretchContrast(image: Float32Array): void {
  const lightest = image.reduce((most, value) => Math.max(most, value), 0.1);
  for (let i = 0; i < image.length; i++) image[i] /= lightest;
}

/** Mostly light on black, otherwise any two shades or colours that differ enough to be told apart. */
export function randomPaint(stream: RandomStream): Paint {
  const kind = stream.uniform();
  if (kind < 0.55) {
    const light = 1 - 0.25 * stream.uniform() ** 2;
    return { figure: [light, light, light], ground: [0, 0, 0] };
  }
  if (kind < 0.7) {
    const [one, other] = [0.4 * stream.uniform(), 0.6 + 0.4 * stream.uniform()];
    const [figure, ground] = stream.uniform() < 0.5 ? [one, other] : [other, one];
    return { figure: [figure, figure, figure], ground: [ground, ground, ground] };
  }
  for (;;) {
    const colour = () => [stream.uniform(), stream.uniform(), stream.uniform()];
    const [figure, ground] = [colour(), colour()];
    if (Math.abs(brightness(figure) - brightness(ground)) > 0.25) return { figure, ground };
  }
}

function brightness([red, green, blue]: Colour): number {
  return 0.3 * red + 0.6 * green + 0.1 * blue;
}

/**
 * Paints coverage into an image `[3, size, size]`, normalised to -1 … 1; now and then over an uneven ground, or under
 * noise.
 */
export function paintInto(
  target: Float32Array,
  coverage: Float32Array,
  size: number,
  { figure, ground }: Paint,
  stream: RandomStream,
): void {
  const unevenness = stream.uniform() < 0.2 ? 0.4 * stream.uniform() : 0;
  const noise = stream.uniform() < 0.2 ? 0.12 * stream.uniform() : 0;
  const key = stream.integer(2 ** 30);
  const frequency = (1 + 7 * stream.uniform()) / size;
  let state = stream.integer(2 ** 30) | 1;
  const pixels = size * size;
  for (let i = 0; i < pixels; i++) {
    const uneven =
      unevenness > 0
        ? unevenness * (valueNoise((i % size) * frequency, Math.floor(i / size) * frequency, key) - 0.5)
        : 0;
    const share = coverage[i];
    for (let channel = 0; channel < 3; channel++) {
      let value = ground[channel] + share * (figure[channel] - ground[channel]) + uneven;
      if (noise > 0) {
        // Marsaglia's xorshift: a stream's number per pixel would take longer than the rest.
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        value += (noise * state) / 2147483648;
      }
      // Eight bits, as in a file.
      const level = value < 0 ? 0 : value > 1 ? 255 : Math.round(255 * value);
      target[channel * pixels + i] = level / 127.5 - 1;
    }
  }
}
