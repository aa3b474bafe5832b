import { RandomStream } from '../random/stream';

/** Affine maps x' = a x + b y + e, y' = c x + d y + f, and how often each is taken. */
export interface IteratedFunctions {
  readonly maps: readonly (readonly [number, number, number, number, number, number])[];
  readonly shares: readonly number[];
}

const points = 1500;

/** The iterated function system of a category, as in FractalDB (Kataoka et al., 2020); sprawling ones are redrawn. */
export function iteratedFunctions(seed: number, category: number): IteratedFunctions {
  const stream = new RandomStream(seed, 'fractal', category);
  for (;;) {
    const maps = Array.from({ length: 2 + stream.integer(3) }, () => contraction(stream));
    const determinants = maps.map(([a, b, c, d]) => Math.abs(a * d - b * c) + 0.01);
    const total = determinants.reduce((sum, value) => sum + value, 0);
    const system = { maps, shares: determinants.map(value => value / total) };
    const image = fractalImage(system, 32, stream);
    const covered = image.filter(value => value > 0).length / image.length;
    if (covered > 0.15 && covered < 0.8) return system;
  }
}

function contraction(stream: RandomStream): [number, number, number, number, number, number] {
  for (;;) {
    const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => 2 * stream.uniform() - 1);
    if (a * a + b * b < 0.9 && c * c + d * d < 0.9) return [a, b, c, d, e, f];
  }
}

/** The attractor, its maps changed a little, fitted to a square of `size` pixels: 0 to 1 by how often it is visited. */
export function fractalImage(system: IteratedFunctions, size: number, stream: RandomStream): Float32Array {
  const maps = system.maps.map(map => map.map(value => value * (1 + 0.05 * stream.normal())));
  const xs = new Float32Array(points);
  const ys = new Float32Array(points);
  let [x, y] = [0, 0];
  for (let i = -20; i < points; i++) {
    let chance = stream.uniform();
    let chosen = 0;
    while (chosen < maps.length - 1 && chance > system.shares[chosen]) chance -= system.shares[chosen++];
    const [a, b, c, d, e, f] = maps[chosen];
    [x, y] = [a * x + b * y + e, c * x + d * y + f];
    // Changed maps may no longer contract.
    if (!(Math.abs(x) + Math.abs(y) < 20)) [x, y] = [0, 0];
    if (i >= 0) [xs[i], ys[i]] = [x, y];
  }
  return plotted(xs, ys, size);
}

function plotted(xs: Float32Array, ys: Float32Array, size: number): Float32Array {
  const [left, right] = rangeOf(xs);
  const [top, bottom] = rangeOf(ys);
  const scale = (size - 5) / Math.max(right - left, bottom - top, 1e-3);
  const image = new Float32Array(size * size);
  for (let i = 0; i < xs.length; i++) {
    const column = Math.floor((xs[i] - (left + right) / 2) * scale + size / 2);
    const row = Math.floor((ys[i] - (top + bottom) / 2) * scale + size / 2);
    const at = row * size + column;
    image[at] = Math.min(1, image[at] + 0.6);
    image[at + 1] = Math.min(1, image[at + 1] + 0.25);
    image[at + size] = Math.min(1, image[at + size] + 0.25);
  }
  return image;
}

function rangeOf(values: Float32Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
