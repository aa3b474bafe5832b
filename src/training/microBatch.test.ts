import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { chunks, microBatchSize } from './microBatch';

const processor = { device: 'cpu' } as const;

test('a small network computes its whole batch at once', () => {
  expect(microBatchSize(findArchitecture('vit-nano'), 32, processor)).toBe(32);
});

test('a large network splits its batch into equal parts that fit the memory', () => {
  const size = microBatchSize(findArchitecture('vit-base-patch16-224'), 64, processor);
  expect(size).toBeGreaterThanOrEqual(2);
  expect(size).toBeLessThanOrEqual(8);
  expect(64 - size * (Math.ceil(64 / size) - 1)).toBeGreaterThan(size / 2);
});

test('a card computes as many images at once as it has memory for', () => {
  const large = findArchitecture('vit-base-patch16-224');
  const sizes = [undefined, 24e9, 80e9].map(memoryBytes => microBatchSize(large, 64, { device: 'gpu', memoryBytes }));
  expect(sizes[0]).toBeGreaterThan(microBatchSize(large, 64, processor));
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  expect(sizes[2]).toBe(64);
});

test('chunks keep every item in order', () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunks([], 2)).toEqual([]);
});
