import { expect, test, vi } from 'vitest';
import { exampleCheckpoints } from '../../test/webview/attentionExample';
import { attentionWords } from '../../src/vscode/attention/attentionWords';
import { caption, checkpointName } from './caption';
import type { Look } from './figures';

vi.mock('vscode', () => ({ l10n: { t: (sentence: string) => sentence } }));

const look: Look = { mode: 'promptsToPatches', layer: 4, head: 2, prompt: 3, scale: 'layer', fromZero: false };
const [, checkpoint] = exampleCheckpoints(2);
const of = (change: Partial<Look>) =>
  caption({ look: { ...look, ...change }, heads: 3, title: 'digits #3', checkpoint, image: '7.png' }, attentionWords());

test('a caption says what a map is of and how it was made', () => {
  expect(of({})).toBe(
    'Softmax weights, head 2, layer 4, query = prompt 3, key = each patch, digits #3, epoch 2, 7.png',
  );
  expect(of({ mode: 'patchesToPrompts', head: null, prompt: null })).toBe(
    'Softmax weights, mean of 3 heads, layer 4, query = each patch, sum over all prompts as keys, digits #3, epoch 2, 7.png',
  );
});

test('rollout has no layer and no head', () => {
  expect(of({ mode: 'rollout' })).toBe(
    'Attention rollout over all layers, heads averaged, class token, digits #3, epoch 2, 7.png',
  );
});

test('a checkpoint within an epoch says its step', () => {
  expect(checkpointName({ ...checkpoint, within: true }, attentionWords())).toBe('epoch 2, step 20');
});
