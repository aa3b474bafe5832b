import { RandomStream } from '../random/stream';
import { type DistanceField } from './distanceField';

/** A closed contour around the centre, in the line of radial contour data sets (Kataoka et al., 2022). */
export interface RadialShape {
  /** Height and phase of each wave of the radius, by waves per turn. */
  readonly waves: readonly { readonly turns: number; readonly height: number; readonly phase: number }[];
  /** Width of the line as a share of the radius; null is filled. */
  readonly line: number | null;
}

const size = 32;
const extent = 1.3;

/** The contour that stands for a category. */
export function radialShape(seed: number, category: number): RadialShape {
  const stream = new RandomStream(seed, 'radial shape', category);
  const count = stream.integer(4);
  const waves = Array.from({ length: count }, () => ({
    turns: 2 + stream.integer(7),
    height: 0.08 + 0.25 * stream.uniform(),
    phase: 2 * Math.PI * stream.uniform(),
  }));
  return { waves, line: stream.uniform() < 0.6 ? null : 0.1 + 0.3 * stream.uniform() };
}

/** One instance of the contour, its waves a little higher or lower. */
export function radialField({ waves, line }: RadialShape, stream: RandomStream): DistanceField {
  const own = waves.map(wave => ({ ...wave, height: wave.height * (1 + 0.15 * stream.normal()) }));
  const largest = 1 + own.reduce((sum, { height }) => sum + Math.abs(height), 0);
  const width = line === null ? null : line * (1 + 0.2 * stream.normal());
  const values = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const y = ((row + 0.5) / size - 0.5) * 2 * extent;
    for (let column = 0; column < size; column++) {
      const x = ((column + 0.5) / size - 0.5) * 2 * extent;
      const angle = Math.atan2(y, x);
      let radius = 1;
      for (const { turns, height, phase } of own) radius += height * Math.cos(turns * angle + phase);
      const inside = radius / largest - Math.hypot(x, y);
      values[row * size + column] = width === null ? inside : Math.min(inside, width - inside);
    }
  }
  return { size, extent, values, deepest: width ?? 1 };
}
