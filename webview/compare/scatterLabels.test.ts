import { expect, test } from 'vitest';
import { type Box, placeLabels } from './scatterLabels';

const area = { left: 40, right: 300, top: 0, bottom: 250 };
const height = 14;
const point = (x: number, y: number, half: number, width = 70) => ({ x, y, top: y - half, bottom: y + half, width });
const covers = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test('a name that has room stands to the right of its point', () => {
  const [box] = placeLabels([point(100, 100, 40)], height, area);
  expect(box).toEqual({ left: 108, right: 178, top: 93, bottom: 107 });
});

test('a name at the right end of the chart stands to the left', () => {
  const [box] = placeLabels([point(280, 100, 40)], height, area);
  expect(box.right).toBe(272);
});

test('names cover neither intervals nor each other, and stay within the chart', () => {
  const points = [point(80, 100, 40), point(182, 115, 100), point(187, 118, 60), point(240, 112, 25), point(60, 5, 4)];
  const boxes = placeLabels(points, height, area);
  for (const [i, box] of boxes.entries()) {
    for (const { x, top, bottom } of points)
      expect(covers(box, { left: x - 2, right: x + 2, top, bottom })).toBe(false);
    for (const other of boxes.slice(i + 1)) expect(covers(box, other)).toBe(false);
    expect(box.left >= area.left && box.right <= area.right && box.top >= 0 && box.bottom <= area.bottom).toBe(true);
  }
});

test('a name wider than the chart is placed all the same', () => {
  expect(placeLabels([point(100, 100, 10, 400)], height, area)).toHaveLength(1);
});
