import { expect, test } from 'vitest';
import { exampleAttention } from '../../test/webview/attentionExample';
import { AttentionMaps, weightsOfHead } from './attentionMaps';

const size = { layers: 2, heads: 2, grid: 2, prompts: 3 };
/** Arrays whose values are their own indices. */
function numbered(): AttentionMaps {
  const example = exampleAttention(size);
  const indices = (values: Float32Array) => values.map((_, index) => index);
  const { tuned } = example;
  return new AttentionMaps({
    ...example,
    promptsOfLayer: [3, 2],
    tuned: {
      ...tuned,
      patchesToPrompts: indices(tuned.patchesToPrompts),
      clsToPatches: indices(tuned.clsToPatches),
      clsToPrompts: indices(tuned.clsToPrompts),
      rolloutPrompts: indices(tuned.rolloutPrompts),
    },
  });
}

test('the weights of a layer and head are cut out, and the mean is over the heads of that layer alone', () => {
  const weights = Float32Array.from({ length: 12 }, (_, index) => index);
  expect([...weightsOfHead(weights, { heads: 2, size: 3 }, 1, 0)]).toEqual([6, 7, 8]);
  expect([...weightsOfHead(weights, { heads: 2, size: 3 }, 1, null)]).toEqual([7.5, 8.5, 9.5]);
});

test('each prompt of a layer has its map, and none is made up for prompts that a layer lacks', () => {
  const maps = numbered();
  // Layer 0, head 1 begins after three prompts of four patches.
  expect(maps.prompts('patchesToPrompts', 0, 1).map(map => [...map])).toEqual([
    [12, 13, 14, 15],
    [16, 17, 18, 19],
    [20, 21, 22, 23],
  ]);
  expect(maps.prompts('patchesToPrompts', 1, 0)).toHaveLength(2);
});

test('where the maps of one head alone are there, they are what is shown', () => {
  const attention = exampleAttention({ layers: 2, heads: 1, grid: 2, prompts: 3 });
  const maps = new AttentionMaps({ ...attention, heads: 2 });
  const [first] = maps.prompts('patchesToPrompts', 1, 1);
  expect([...first]).toEqual([...attention.tuned.patchesToPrompts.subarray(12, 16)]);
  expect(maps.haveAllHeads).toBe(false);
});

test('all prompts together are the sum of what patches give to them', () => {
  expect([...(numbered().allPrompts('patchesToPrompts', 0, 0) ?? [])]).toEqual([12, 15, 18, 21]);
});

test('all prompts together are the mean of what they read', () => {
  const maps = new AttentionMaps(exampleAttention(size));
  const [a, b, c] = maps.prompts('promptsToPatches', 0, 0);
  expect(maps.allPrompts('promptsToPatches', 0, 0)?.[3]).toBeCloseTo((a[3] + b[3] + c[3]) / 3, 6);
});

test('a layer without prompts has no map of all of them', () => {
  const maps = new AttentionMaps({ ...exampleAttention(size), promptsOfLayer: [0, 3] });
  expect(maps.allPrompts('patchesToPrompts', 0, null)).toBeNull();
});

test('the class token reads the prompts that the layer has', () => {
  expect([...numbered().clsToPrompts(1, 1)]).toEqual([9, 10]);
  expect([...numbered().rolloutOfPrompts(1)]).toEqual([3, 4]);
});

test('the difference is tuned less before', () => {
  const maps = new AttentionMaps(exampleAttention(size));
  const difference = maps.difference({ layer: 1, head: 0 });
  expect(difference[2]).toBeCloseTo(maps.cls('tuned', 1, 0)[2] - maps.cls('before', 1, 0)[2], 8);
});

test('a map stays the same array, so that it is not drawn again', () => {
  const maps = new AttentionMaps(exampleAttention(size));
  expect(maps.cls('tuned', 0, null)).toBe(maps.cls('tuned', 0, null));
  expect(maps.cls('tuned', 0, null)).not.toBe(maps.cls('before', 0, null));
});
