import { expect, test } from 'vitest';
import { exampleAttention } from '../../test/webview/attentionExample';
import { initialState, stateWithin } from './state';

const size = { layers: 3, heads: 2, grid: 2, prompts: 2 };

test('the last layer is shown first, and one that a network lacks gives way to its last', () => {
  expect(stateWithin(initialState, exampleAttention(size)).layer).toBe(2);
  expect(stateWithin({ ...initialState, layer: 11 }, exampleAttention(size)).layer).toBe(2);
  expect(stateWithin({ ...initialState, layer: 1 }, exampleAttention(size)).layer).toBe(1);
});

test('a head or prompt that is not there gives way to one that is', () => {
  const { head, prompt } = stateWithin({ ...initialState, head: 7, prompt: 9 }, exampleAttention(size));
  expect({ head, prompt }).toEqual({ head: null, prompt: 0 });
});

test('without prompts the class token is shown, and rollout stays', () => {
  const attention = exampleAttention({ ...size, prompts: 0 });
  expect(stateWithin(initialState, attention).mode).toBe('clsToPatches');
  expect(stateWithin({ ...initialState, mode: 'rollout' }, attention).mode).toBe('rollout');
});
