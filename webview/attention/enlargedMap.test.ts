import { expect, test } from 'vitest';
import { enlargedMap } from './enlargedMap';

test('a value is reached at the centre of its patch, and between two centres lies what is between', () => {
  const enlarged = enlargedMap(Float32Array.from([0, 1, 0, 1]), 2, 4);
  expect(enlarged).toHaveLength(64);
  expect([...enlarged.subarray(0, 8)]).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1]);
});

test('rows are interpolated as columns are', () => {
  const enlarged = enlargedMap(Float32Array.from([0, 0, 1, 1]), 2, 4);
  expect(Array.from({ length: 8 }, (_, row) => enlarged[8 * row])).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1]);
});

test('a map of one patch stays even', () => {
  expect([...enlargedMap(Float32Array.from([3]), 1, 2)]).toEqual([3, 3, 3, 3]);
});
