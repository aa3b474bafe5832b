import { RandomStream } from '../random/stream';
import { type DistanceField, strokeField } from './distanceField';
import { fitted } from './outline';

/** Control points x, y, x, y, … of each stroke, in [-1, 1]. */
export type StrokePrototype = readonly (readonly number[])[];

const piecesPerSpan = 5;
const gridSize = 36;

/** An invented character: one to three strokes through random points. */
export function strokePrototype(seed: number, category: number): StrokePrototype {
  const stream = new RandomStream(seed, 'stroke prototype', category);
  const strokes = 1 + (stream.integer(10) % 3);
  return Array.from({ length: strokes }, () => {
    const points = (strokes === 1 ? 4 : 2) + stream.integer(4);
    return wandering(points, stream);
  });
}

/** Points that turn as a pen does, rather than jump about. */
function wandering(points: number, stream: RandomStream): number[] {
  let angle = 2 * Math.PI * stream.uniform();
  const turning = 1.3 * stream.normal();
  let [x, y] = [1.4 * stream.uniform() - 0.7, 1.4 * stream.uniform() - 0.7];
  const result = [x, y];
  for (let point = 1; point < points; point++) {
    const length = 0.5 + 0.7 * stream.uniform();
    x = reflected(x + length * Math.cos(angle));
    y = reflected(y + length * Math.sin(angle));
    result.push(x, y);
    angle += turning + 0.8 * stream.normal();
  }
  return result;
}

function reflected(value: number): number {
  return value > 1 ? 2 - value : value < -1 ? -2 - value : value;
}

/** One writing of the character: its points moved a little, a pen of random width. */
export function writtenStrokes(prototype: StrokePrototype, stream: RandomStream): DistanceField {
  const unsteadiness = 0.02 + 0.05 * stream.uniform();
  const segments = prototype.flatMap(points => spline(points.map(value => value + unsteadiness * stream.normal())));
  const radius = 0.05 + 0.13 * stream.uniform();
  return strokeField(fitted(segments), radius, gridSize, 1.3);
}

/** Straight pieces of the Catmull-Rom spline through points. */
function spline(points: readonly number[]): number[] {
  const segments: number[] = [];
  const last = points.length / 2 - 1;
  const coordinate = (index: number, axis: number) => points[2 * Math.min(last, Math.max(0, index)) + axis];
  const at = (span: number, t: number, axis: number) => {
    const [a, b, c, d] = [-1, 0, 1, 2].map(offset => coordinate(span + offset, axis));
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  };
  for (let span = 0; span < last; span++) {
    for (let piece = 0; piece < piecesPerSpan; piece++) {
      const [from, to] = [piece / piecesPerSpan, (piece + 1) / piecesPerSpan];
      segments.push(at(span, from, 0), at(span, from, 1), at(span, to, 0), at(span, to, 1));
    }
  }
  return segments;
}
