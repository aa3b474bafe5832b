import { RandomStream } from '../random/stream';

const families = ['grating', 'plaid', 'rings', 'dots', 'checks', 'cells', 'clouds'] as const;

/** A way to fill a square with a pattern. */
export interface Texture {
  readonly family: (typeof families)[number];
  /** Periods per side, from 2 to 9. */
  readonly frequency: number;
  readonly angle: number;
  /** How long along its second direction. */
  readonly aspect: number;
  /** Share of the light parts. */
  readonly level: number;
  /** Two colours, as shades of red, green and blue from 0 to 1. */
  readonly colours: readonly [readonly number[], readonly number[]];
}

/** The texture of a category: families take turns, the rest is drawn. */
export function texture(seed: number, category: number): Texture {
  const stream = new RandomStream(seed, 'texture', category);
  const colour = () => [stream.uniform(), stream.uniform(), stream.uniform()];
  return {
    family: families[category % families.length],
    frequency: 2 + 7 * stream.uniform(),
    angle: Math.PI * stream.uniform(),
    aspect: 0.5 + 1.5 * stream.uniform(),
    level: 0.35 + 0.3 * stream.uniform(),
    colours: [colour(), colour()],
  };
}

/** One piece of the texture, 0 to 1, on a square of `size` pixels. */
export function textureImage(texture: Texture, size: number, stream: RandomStream): Float32Array {
  const frequency = texture.frequency * Math.exp(0.08 * stream.normal());
  const angle = texture.angle + 0.12 * stream.normal();
  const [offsetX, offsetY] = [stream.uniform(), stream.uniform()];
  const sharpness = 2 + 6 * stream.uniform();
  const value = patternOf(texture, stream);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const image = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [column / size - 0.5, row / size - 0.5];
      const u = (cos * x + sin * y) * frequency + offsetX;
      const v = ((cos * y - sin * x) * frequency) / texture.aspect + offsetY;
      image[row * size + column] = clamp((value(u, v) - 1 + texture.level) * sharpness + 0.5);
    }
  }
  return image;
}

/** A function of the plane from 0 to 1, periodic in 1 or without period. */
function patternOf({ family }: Texture, stream: RandomStream): (u: number, v: number) => number {
  const wave = (value: number) => 0.5 + 0.5 * Math.sin(2 * Math.PI * value);
  const key = stream.integer(2 ** 30);
  switch (family) {
    case 'grating':
      return u => wave(u);
    case 'plaid':
      return (u, v) => Math.max(wave(u), wave(v));
    case 'rings':
      return (u, v) => wave(Math.hypot(u, v));
    case 'dots':
      return (u, v) => 1 - 1.4 * Math.hypot(u - Math.round(u), v - Math.round(v));
    case 'checks':
      return (u, v) => 0.5 + 0.5 * Math.sign(Math.sin(2 * Math.PI * u) * Math.sin(2 * Math.PI * v));
    case 'cells':
      return (u, v) => 1 - nearestPoint(u, v, key);
    case 'clouds':
      return (u, v) => 0.65 * valueNoise(u, v, key) + 0.35 * valueNoise(2 * u + 7, 2 * v + 3, key);
  }
}

/** A fixed random number from 0 to 1 for each point of the lattice. */
function latticeValue(x: number, y: number, key: number): number {
  let h = Math.imul(x ^ key, 0x27d4eb2f) ^ Math.imul(y + 0x165667b1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** Smooth noise: the lattice's values, interpolated (Perlin's fade). */
export function valueNoise(u: number, v: number, key: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)];
  const [fx, fy] = [fade(u - x), fade(v - y)];
  const upper = (1 - fx) * latticeValue(x, y, key) + fx * latticeValue(x + 1, y, key);
  const lower = (1 - fx) * latticeValue(x, y + 1, key) + fx * latticeValue(x + 1, y + 1, key);
  return (1 - fy) * upper + fy * lower;
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Distance to the nearest of one random point per cell (Worley's noise). */
function nearestPoint(u: number, v: number, key: number): number {
  let nearest = 2;
  for (let x = Math.floor(u) - 1; x <= Math.floor(u) + 1; x++) {
    for (let y = Math.floor(v) - 1; y <= Math.floor(v) + 1; y++) {
      const distance = Math.hypot(x + latticeValue(x, y, key) - u, y + latticeValue(x, y, key + 1) - v);
      if (distance < nearest) nearest = distance;
    }
  }
  return Math.min(1, nearest);
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
