import type { RgbImage } from '../../data/image';
import type { RandomStream } from '../../random/stream';
import { type Solid, type Vector, distanceTo } from './solid';

type Rotation = readonly [Vector, Vector, Vector];

const samplesPerSide = 2;
const farthest = 3;

/** One body of any colour, seen from above and lit from one side, before a background that fades from hue to hue. */
export function renderSolid(solid: Solid, size: number, stream: RandomStream): RgbImage {
  const distance = distanceTo[solid];
  const rotation = randomView(stream);
  const scale = 1.15 + 0.6 * stream.uniform();
  const [shiftX, shiftY] = [0.25 * (2 * stream.uniform() - 1), 0.25 * (2 * stream.uniform() - 1)];
  const light = normalized([1.6 * stream.uniform() - 0.8, 0.3 + 0.7 * stream.uniform(), 0.5 + 0.5 * stream.uniform()]);
  const colour = vividColour(stream);
  const grounds = [softColour(stream), softColour(stream)];
  const shine = 0.6 * stream.uniform();
  const data = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0];
      for (let sample = 0; sample < samplesPerSide ** 2; sample++) {
        const dx = ((sample % samplesPerSide) + 0.5) / samplesPerSide;
        const dy = (Math.floor(sample / samplesPerSide) + 0.5) / samplesPerSide;
        const x = (((column + dx) / size) * 2 - 1 - shiftX) * scale;
        const y = (1 - ((row + dy) / size) * 2 - shiftY) * scale;
        const hit = march(distance, rotation, x, y);
        const lit = hit && shaded(hit, light, shine);
        for (let channel = 0; channel < 3; channel++) {
          const ground = grounds[0][channel] + (row / size) * (grounds[1][channel] - grounds[0][channel]);
          sum[channel] += lit ? colour[channel] * lit.diffuse + lit.highlight : ground;
        }
      }
      for (let channel = 0; channel < 3; channel++) {
        const value = sum[channel] / samplesPerSide ** 2;
        data[(row * size + column) * 3 + channel] = Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
  }
  return { width: size, height: size, data };
}

/** The surface's normal, in the eye's coordinates, where a ray along z meets the body; null if it misses. */
function march(distance: (point: Vector) => number, rotation: Rotation, x: number, y: number): Vector | null {
  const at = (px: number, py: number, pz: number) => distance(turned(rotation, [px, py, pz]));
  let z = farthest / 2;
  for (let i = 0; i < 60 && z > -farthest / 2; i++) {
    const away = at(x, y, z);
    if (away < 2e-3) {
      const step = 1e-3;
      return normalized([
        at(x + step, y, z) - at(x - step, y, z),
        at(x, y + step, z) - at(x, y - step, z),
        at(x, y, z + step) - at(x, y, z - step),
      ]);
    }
    z -= away;
  }
  return null;
}

function shaded(normal: Vector, light: Vector, shine: number): { diffuse: number; highlight: number } {
  const facing = Math.max(0, dot(normal, light));
  const half = normalized([light[0], light[1], light[2] + 1]);
  return { diffuse: 0.25 + 0.75 * facing, highlight: shine * Math.max(0, dot(normal, half)) ** 24 };
}

/** Turned about its upright axis by any angle, seen from above by 10 to 45 degrees, leaning to a side a little. */
function randomView(stream: RandomStream): Rotation {
  const turn = 2 * Math.PI * stream.uniform();
  const elevation = (Math.PI / 180) * (10 + 35 * stream.uniform());
  const lean = 0.12 * stream.normal();
  const [ct, st, ce, se, cl, sl] = [turn, elevation, lean].flatMap(angle => [Math.cos(angle), Math.sin(angle)]);
  // From the eye's coordinates to the body's: lean, then elevation, then turn, undone.
  const unleaned: Rotation = [
    [cl, sl, 0],
    [-sl, cl, 0],
    [0, 0, 1],
  ];
  const row = (a: number, b: number, c: number): Vector => [
    a * unleaned[0][0] + b * unleaned[1][0] + c * unleaned[2][0],
    a * unleaned[0][1] + b * unleaned[1][1] + c * unleaned[2][1],
    a * unleaned[0][2] + b * unleaned[1][2] + c * unleaned[2][2],
  ];
  return [row(ct, st * se, -st * ce), row(0, ce, se), row(st, -ct * se, ct * ce)];
}

function turned([a, b, c]: Rotation, vector: Vector): Vector {
  return [dot(a, vector), dot(b, vector), dot(c, vector)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function normalized(vector: Vector): Vector {
  const length = Math.hypot(...vector) || 1;
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}

function vividColour(stream: RandomStream): Vector {
  return ofHue(stream.uniform(), 0.55 + 0.45 * stream.uniform(), 0.75 + 0.25 * stream.uniform());
}

function softColour(stream: RandomStream): Vector {
  return ofHue(stream.uniform(), 0.5 * stream.uniform(), 0.15 + 0.85 * stream.uniform());
}

/** A colour by hue, saturation and value, each from 0 to 1. */
function ofHue(hue: number, saturation: number, value: number): Vector {
  const channel = (turn: number) => {
    const k = (turn + 6 * hue) % 6;
    return value * (1 - saturation * Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return [channel(5), channel(3), channel(1)];
}
