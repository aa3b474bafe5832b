import { expect, test } from 'vitest';
import { exampleAttention } from '../../test/webview/attentionExample';
import { AttentionMaps } from './attentionMaps';
import type { Look } from './figures';
import { valuesTable } from './valuesTable';

const maps = new AttentionMaps(exampleAttention({ layers: 2, heads: 2, grid: 2, prompts: 3 }));
const look: Look = { mode: 'patchesToPrompts', layer: 1, head: 0, prompt: 0, scale: 'layer', fromZero: false };
const lines = (change: Partial<Look>) => valuesTable(maps, { ...look, ...change }).split('\n');

test('of prompts every map of the layer is listed, patch by patch', () => {
  const table = lines({});
  expect(table).toHaveLength(1 + 3 * 4);
  expect(table[0]).toBe('layer,head,prompt,row,column,patch_to_prompt');
  expect(table[1 + 4 + 2]).toBe(`1,0,1,1,0,${maps.prompts('patchesToPrompts', 1, 0)[1][2]}`);
});

test('of the class token the values before and after tuning stand side by side', () => {
  const table = lines({ mode: 'clsToPatches', head: null });
  expect(table).toHaveLength(1 + 4);
  expect(table[2]).toBe(`1,mean,0,1,${maps.cls('before', 1, null)[1]},${maps.cls('tuned', 1, null)[1]}`);
});

test('of class token and prompts every head is listed', () => {
  expect(lines({ mode: 'clsToPrompts' })).toHaveLength(1 + 2 * 3);
});

test('rollout has neither layers nor heads', () => {
  expect(lines({ mode: 'rollout' })[0]).toBe('row,column,before,tuned');
});
