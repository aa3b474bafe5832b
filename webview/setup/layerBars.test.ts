import { expect, test } from 'vitest';
import { layerBars } from './layerBars';

const row = (layer: number | 'embedding' | 'norm' | 'head', part: string, parameters: number, trainable = true) => ({
  layer,
  name: `${layer}.${part}`,
  shape: [parameters],
  parameters,
  trainable,
  part,
});

const rows = [
  row('embedding', 'embedding', 50, false),
  row(0, 'attention', 100, false),
  row(0, 'lora', 8),
  row(0, 'lora', 4),
  row(1, 'lora', 8),
  row('head', 'head', 20),
];
const parts = [
  { id: 'lora', title: 'LoRA' },
  { id: 'head', title: 'Head' },
];

test('every layer has its place, also one where nothing is trained', () => {
  expect(layerBars({ rows, parts }).layers).toEqual(['embedding', 0, 1, 'head']);
});

test('a bar is the sum of what its part trains in its layer, and there is none where that is nothing', () => {
  expect(layerBars({ rows, parts }).series).toEqual([
    { part: 'lora', title: 'LoRA', values: [null, 12, 8, null] },
    { part: 'head', title: 'Head', values: [null, null, null, 20] },
  ]);
});
