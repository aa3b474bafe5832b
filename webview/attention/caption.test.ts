import { expect, test } from 'vitest';
import { attentionWordsSchema } from '../../src/protocol/attentionWords';
import { exampleCheckpoints } from '../../test/webview/attentionExample';
import { caption, checkpointName } from './caption';
import type { Look } from './figures';

const words = attentionWordsSchema.parse({
  ...Object.fromEntries(attentionWordsSchema.keyType.options.map(name => [name, name])),
  epoch: 'epoch {0}',
  epochStep: 'epoch {0}, step {1}',
  captionWeights: 'Softmax weights',
  captionMean: 'mean of {0} heads',
  captionHead: 'head {0}',
  captionLayer: 'layer {0}',
  captionPromptQuery: 'query = prompt {0}, key = each patch',
  captionPromptsKeySum: 'query = each patch, sum over all prompts as keys',
  captionRollout: 'Attention rollout',
});

const look: Look = { mode: 'promptsToPatches', layer: 4, head: 2, prompt: 3, scale: 'layer', fromZero: false };
const [, checkpoint] = exampleCheckpoints(2);
const of = (change: Partial<Look>) =>
  caption({ look: { ...look, ...change }, heads: 3, title: 'digits #3', checkpoint, image: '7.png' }, words);

test('a caption says what a map is of and how it was made', () => {
  expect(of({})).toBe(
    'Softmax weights, head 2, layer 4, query = prompt 3, key = each patch, digits #3, epoch 2, 7.png',
  );
  expect(of({ mode: 'patchesToPrompts', head: null, prompt: null })).toBe(
    'Softmax weights, mean of 3 heads, layer 4, query = each patch, sum over all prompts as keys, digits #3, epoch 2, 7.png',
  );
});

test('rollout has no layer and no head', () => {
  expect(of({ mode: 'rollout' })).toBe('Attention rollout, digits #3, epoch 2, 7.png');
});

test('a checkpoint within an epoch says its step', () => {
  expect(checkpointName({ ...checkpoint, within: true }, words)).toBe('epoch 2, step 20');
});
