import { expect, test } from 'vitest';
import { blocksOf, valueOfWay } from './layerChoice';

test.each([
  ['all', [0, 1, 2, 3]],
  ['first-2', [0, 1]],
  ['last-3', [1, 2, 3]],
  [
    [2, 0],
    [0, 2],
  ],
])('%j names its blocks', (value, blocks) => {
  expect(blocksOf(value, 4)).toEqual(blocks);
});

test('another way begins with what was meant before, as far as the backbone has it', () => {
  expect(valueOfWay('last', 'first-3', 4)).toBe('last-3');
  expect(valueOfWay('first', 'all', 5)).toBe('first-3');
  expect(valueOfWay('chosen', 'last-2', 4)).toEqual([2, 3]);
  expect(valueOfWay('last', 'first-9', 4)).toBe('last-4');
  expect(valueOfWay('all', [1], 4)).toBe('all');
});
