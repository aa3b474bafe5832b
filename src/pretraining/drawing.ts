import type { RandomStream } from '../random/stream';
import { type DistanceField, distanceAt } from './distanceField';

/** How far a drawing may stray from its model. */
export interface Distortion {
  /** Standard deviation of the rotation, in radians. */
  readonly rotation: number;
  /** Largest slant to either side. */
  readonly slant: number;
  /** Largest change of the thickness of lines: of their width where thinner, of the image's half side where thicker. */
  readonly thickness: number;
}

export const handwriting: Distortion = { rotation: 0.1, slant: 0.3, thickness: 0.5 };
export const looseShape: Distortion = { rotation: 0.5, slant: 0.3, thickness: 0 };

/**
 * Draws a figure, distorted at random, as coverage from 0 to 1 on a square of `size` pixels: scaled, stretched, rotated,
 * slanted, moved, bent by two slow waves, its lines thickened or thinned.
 */
export function drawn(field: DistanceField, size: number, distortion: Distortion, stream: RandomStream): Float32Array {
  const rotation = distortion.rotation * stream.normal();
  const slant = distortion.slant * (2 * stream.uniform() - 1);
  const scale = 0.76 + 0.24 * stream.uniform();
  const stretch = Math.exp(0.16 * stream.normal());
  const [shiftX, shiftY] = [0.06 * stream.normal(), 0.05 * stream.normal()];
  const inverse = inverted(scale * stretch, scale / stretch, rotation, slant);
  const waves = [wave(stream), wave(stream)];
  const change = 1.6 * stream.uniform() - 0.6;
  const offset = distortion.thickness * (change < 0 ? change * field.deepest : 0.22 * change);
  const softness = (size * scale) / (2 * (1 + 2 * stream.uniform() ** 2));

  const image = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const y = ((row + 0.5) / size) * 2 - 1 - shiftY;
    for (let column = 0; column < size; column++) {
      const x = ((column + 0.5) / size) * 2 - 1 - shiftX;
      let u = inverse[0] * x + inverse[1] * y;
      let v = inverse[2] * x + inverse[3] * y;
      const bend = waves[0];
      u += bend.height * Math.sin(bend.x * x + bend.y * y + bend.phase);
      const other = waves[1];
      v += other.height * Math.sin(other.x * x + other.y * y + other.phase);
      const coverage = (distanceAt(field, u, v) + offset) * softness + 0.5;
      image[row * size + column] = coverage < 0 ? 0 : coverage > 1 ? 1 : coverage;
    }
  }
  return image;
}

/** From the image's coordinates to the figure's: the inverse of rotation · slant · scale. */
function inverted(scaleX: number, scaleY: number, rotation: number, slant: number): [number, number, number, number] {
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  return [(cos + slant * sin) / scaleX, (sin - slant * cos) / scaleX, -sin / scaleY, cos / scaleY];
}

function wave(stream: RandomStream) {
  return {
    height: 0.05 * stream.normal(),
    x: 2.5 * stream.normal(),
    y: 2.5 * stream.normal(),
    phase: 2 * Math.PI * stream.uniform(),
  };
}
