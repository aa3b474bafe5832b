import { expect, test } from 'vitest';
import { exampleAttention, exampleCheckpoints } from '../../test/webview/attentionExample';
import { AttentionMaps } from './attentionMaps';
import { checkpointOf, layerOfPrompts } from './knowledge';

const attention = exampleAttention({ layers: 3, heads: 1, grid: 2, prompts: 2 });
const similarityOf = (promptsOfLayer: number[]) => ({
  checkpoint: 'a',
  layers: 3,
  prompts: 2,
  promptsOfLayer,
  similarity: new Float32Array(12),
});
const shownWith = (carried: boolean) => ({
  maps: new AttentionMaps({ ...attention, carried }),
  checkpoint: 'a',
  image: 'b',
  head: null,
});

test('prompts that are carried were learned in the layer that brought them', () => {
  const known = { shown: shownWith(true), similarity: similarityOf([2, 0, 0]) };
  expect([0, 1, 2].map(layer => layerOfPrompts(known, layer))).toEqual([0, 0, 0]);
});

test('a layer that merely has no prompts does not borrow those of another', () => {
  const known = { shown: shownWith(false), similarity: similarityOf([2, 0, 2]) };
  expect([0, 1, 2].map(layer => layerOfPrompts(known, layer))).toEqual([0, 1, 2]);
});

test('a checkpoint that was chosen and is gone gives way to the best, and that to the last', () => {
  const checkpoints = exampleCheckpoints(5);
  expect(checkpointOf({ checkpoints }, { checkpoint: 'step-5' })?.name).toBe('step-5');
  expect(checkpointOf({ checkpoints }, { checkpoint: 'gone' })?.name).toBe('step-3');
  expect(checkpointOf({ checkpoints: checkpoints.slice(0, 2) }, { checkpoint: null })?.name).toBe('step-2');
});
