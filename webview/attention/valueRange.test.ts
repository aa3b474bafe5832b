import { expect, test } from 'vitest';
import { placeIn, rangeAroundZero, rangeOf } from './valueRange';

test('a range goes from the lowest to the highest value of all maps, from zero if asked', () => {
  const maps = [
    [0.2, 0.5],
    [0.1, 0.4],
  ];
  expect(rangeOf(maps, false)).toEqual({ low: 0.1, high: 0.5 });
  expect(rangeOf(maps, true)).toEqual({ low: 0, high: 0.5 });
});

test('zero is the middle of the range of differences', () => {
  expect(rangeAroundZero([[-0.3, 0.1]], 0.01)).toEqual({ low: -0.3, high: 0.3 });
});

test('differences that are hardly any do not fill the range', () => {
  expect(rangeAroundZero([[-1e-8, 3e-8]], 1e-6)).toEqual({ low: -1e-6, high: 1e-6 });
});

test('of no values there is a range all the same', () => {
  expect(rangeOf([], false)).toEqual({ low: 0, high: 1 });
});

test('a value has its place between the ends, and those beyond are at the ends', () => {
  const range = { low: 2, high: 4 };
  expect([1, 2, 2.5, 4, 9].map(value => placeIn(range, value))).toEqual([0, 0, 0.25, 1, 1]);
});

test('where all values are equal none is high', () => {
  expect(placeIn({ low: 3, high: 3 }, 3)).toBe(0.5);
});
