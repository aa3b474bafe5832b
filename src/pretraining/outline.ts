import type { PathCommand } from 'opentype.js';
import type { Segments } from './distanceField';

const curvePieces = 4;

/** Straight pieces of an outline, every contour closed. */
export function flattened(commands: readonly PathCommand[]): number[] {
  const segments: number[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number) => {
    if (toX !== x || toY !== y) segments.push(x, y, toX, toY);
    [x, y] = [toX, toY];
  };
  const curve = (pointAt: (t: number) => readonly [number, number]) => {
    for (let piece = 1; piece <= curvePieces; piece++) lineTo(...pointAt(piece / curvePieces));
  };
  for (const command of commands) {
    const [fromX, fromY] = [x, y];
    switch (command.type) {
      case 'M':
        lineTo(startX, startY);
        [x, y, startX, startY] = [command.x, command.y, command.x, command.y];
        break;
      case 'L':
        lineTo(command.x, command.y);
        break;
      case 'Q':
        curve(t => [quadratic(fromX, command.x1, command.x, t), quadratic(fromY, command.y1, command.y, t)]);
        break;
      case 'C':
        curve(t => [
          cubic(fromX, command.x1, command.x2, command.x, t),
          cubic(fromY, command.y1, command.y2, command.y, t),
        ]);
        break;
      case 'Z':
        lineTo(startX, startY);
        break;
    }
  }
  lineTo(startX, startY);
  return segments;
}

function quadratic(a: number, b: number, c: number, t: number): number {
  return (1 - t) * ((1 - t) * a + t * b) + t * ((1 - t) * b + t * c);
}

function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return (1 - t) * quadratic(a, b, c, t) + t * quadratic(b, c, d, t);
}

/** The pieces moved and scaled so that the longer side of their box goes from -1 to 1. */
export function fitted(segments: Segments): number[] {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < segments.length; i += 2) {
    left = Math.min(left, segments[i]);
    right = Math.max(right, segments[i]);
    top = Math.min(top, segments[i + 1]);
    bottom = Math.max(bottom, segments[i + 1]);
  }
  const half = Math.max(right - left, bottom - top) / 2;
  const middle = [(left + right) / 2, (top + bottom) / 2];
  return segments.map((value, i) => (value - middle[i % 2]) / half);
}
