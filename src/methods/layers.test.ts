import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import type { Layers } from './hyperparameters';
import { actsOutsideBlocks, layerFilter, selectedLayers } from './layers';

test.each<[Layers, number[]]>([
  ['all', [0, 1, 2, 3, 4, 5]],
  ['first-2', [0, 1]],
  ['last-2', [4, 5]],
  ['last-6', [0, 1, 2, 3, 4, 5]],
  [
    [4, 0, 4],
    [0, 4],
  ],
])('%j of 6 blocks selects %j', (layers, expected) => {
  expect([...selectedLayers(layers, 6)]).toEqual(expected);
});

test.each<[Layers, string]>([
  ['first-7', 'layers is "first-7", but the backbone has 6 blocks: use "first-1" to "first-6".'],
  ['last-0', 'layers is "last-0", but the backbone has 6 blocks: use "last-1" to "last-6".'],
  ['last-1.5', 'layers is "last-1.5", but the backbone has 6 blocks: use "last-1" to "last-6".'],
  [[0, 6], 'layers names block 6, but the backbone has 6 blocks: use indices from 0 to 5.'],
  [[-1], 'layers names block -1, but the backbone has 6 blocks: use indices from 0 to 5.'],
])('%j of 6 blocks is refused', (layers, message) => {
  expect(() => selectedLayers(layers, 6)).toThrow(new InputError(message));
});

test('the embedding and the final norm belong to a method only when it acts on all layers', () => {
  expect(actsOutsideBlocks('all')).toBe(true);
  expect(actsOutsideBlocks('first-6')).toBe(false);
  const everywhere = layerFilter('all', 6);
  expect([everywhere('embedding'), everywhere('norm'), everywhere(3), everywhere('head')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  const chosen = layerFilter([3], 6);
  expect([chosen('embedding'), chosen('norm'), chosen(3), chosen(2)]).toEqual([false, false, true, false]);
});
