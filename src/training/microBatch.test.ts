import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { chunks, microBatchSize } from './microBatch';

test('a small network computes its whole batch at once', () => {
  expect(microBatchSize(findArchitecture('vit-nano'), 32)).toBe(32);
});

test('a large network splits its batch into equal parts that fit the memory', () => {
  const size = microBatchSize(findArchitecture('vit-base-patch16-224'), 64);
  expect(size).toBeGreaterThanOrEqual(2);
  expect(size).toBeLessThanOrEqual(8);
  expect(64 - size * (Math.ceil(64 / size) - 1)).toBeGreaterThan(size / 2);
});

test('chunks keep every item in order', () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunks([], 2)).toEqual([]);
});
