import { expect, test } from 'vitest';
import { distanceAt, outlineField, strokeField } from './distanceField';
import { fitted, flattened } from './outline';

const square = [-0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5, -0.5];

test('a filled outline is positive inside by the distance to its edge, and negative outside', () => {
  const field = outlineField(square, 64, 1.3);
  expect(distanceAt(field, 0.2, 0)).toBeCloseTo(0.3, 2);
  expect(distanceAt(field, 0.9, 0)).toBeCloseTo(-0.4, 2);
  expect(field.deepest).toBeCloseTo(0.5, 1);
});

test('an inner contour that runs the other way is a hole, and one that runs the same way is not', () => {
  const scaled = square.map(value => value / 2);
  const reversed = [...Array(4).keys()].flatMap(i => {
    const [x1, y1, x2, y2] = scaled.slice(4 * i, 4 * i + 4);
    return [x2, y2, x1, y1];
  });
  expect(distanceAt(outlineField([...square, ...reversed], 64, 1.3), 0, 0)).toBeLessThan(0);
  expect(distanceAt(outlineField([...square, ...scaled], 64, 1.3), 0, 0)).toBeGreaterThan(0);
});

test('a stroke is as deep as its radius on its line, and keeps falling beyond the grid', () => {
  const field = strokeField([-1, 0, 1, 0], 0.2, 64, 1.3);
  expect(distanceAt(field, 0, 0)).toBeCloseTo(0.2, 1);
  expect(distanceAt(field, 0, 0.5)).toBeCloseTo(-0.3, 2);
  expect(distanceAt(field, 0, 5)).toBeLessThan(distanceAt(field, 0, 1.3));
});

test('an open contour is closed, curves are followed, and the longer side is made to fit', () => {
  const arch = flattened([
    { type: 'M', x: 0, y: 0 },
    { type: 'Q', x1: 50, y1: -100, x: 100, y: 0 },
  ]);
  expect(arch.slice(-4)).toEqual([100, 0, 0, 0]);
  expect(Math.min(...arch)).toBe(-50);
  const box = fitted(arch);
  const xs = box.filter((_, i) => i % 2 === 0);
  const ys = box.filter((_, i) => i % 2 === 1);
  expect([Math.min(...xs), Math.max(...xs)]).toEqual([-1, 1]);
  expect([Math.min(...ys), Math.max(...ys)]).toEqual([-0.5, 0.5]);
});
