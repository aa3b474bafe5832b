import { expect, test } from 'vitest';
import type { Attention } from '../inspection/attention/inspectAttention';
import { attentionDocument, attentionReport, rolloutReport } from './attentionReport';

/** Two layers of two heads on two by two patches; the second layer alone has prompts. */
const maps = {
  clsToPatches: Float32Array.of(0.1, 0.2, 0.3, 0.3, 0.3, 0.2, 0.1, 0.3, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0, 0),
  clsToPrompts: Float32Array.of(0, 0, 0, 0, 0.25, 0.125, 0.125, 0.375),
  patchesToPrompts: Float32Array.from({ length: 32 }, (_, i) => i),
  promptsToPatches: Float32Array.from({ length: 32 }, (_, i) => 100 + i),
  rolloutPatches: Float32Array.of(0.25, 0.125, 0.125, 0),
  rolloutPrompts: Float32Array.of(0, 0, 0.25, 0),
  clsToRegisters: 0,
};
const attention: Attention = {
  layout: { layers: 2, heads: 2, grid: 2, own: [0, 2], carried: 0, registers: 0 },
  image: { width: 1, height: 1, data: new Uint8Array(3) },
  notes: [{ about: 'rollout', sentence: 'A note.' }],
  tuned: { ...maps, predictions: [{ name: 'cat', probability: 1 }] },
  before: {
    ...maps,
    clsToPrompts: new Float32Array(),
    patchesToPrompts: new Float32Array(),
    promptsToPatches: new Float32Array(),
    rolloutPrompts: new Float32Array(),
  },
};

const cells = (text: string) => text.split('\n').map(line => line.trim().split(/ {2,}/));

test('a line for each layer: means over heads, and no prompt where there is none', () => {
  const [, first, second] = cells(attentionReport(attention, { layer: undefined, head: undefined }));
  expect(first).toEqual(['0', '0.0 %', '90.0 %', '1, 1 (30.0 %)', '90.0 %']);
  expect(second).toEqual(['1', '43.8 %', '1 (25.0 %)', '40.0 %', '0, 0 (15.0 %)', '40.0 %']);
});

test('a line for each head of one layer, or for one of them', () => {
  const [titles, ...heads] = cells(attentionReport(attention, { layer: 1, head: undefined }));
  expect(titles[0]).toBe('Head');
  expect(heads.map(([head, , top]) => [head, top])).toEqual([
    ['0', '0 (25.0 %)'],
    ['1', '1 (37.5 %)'],
  ]);
  expect(cells(attentionReport(attention, { layer: 1, head: 1 }))).toHaveLength(2);
});

test('rollout adds up to everything', () => {
  expect(rolloutReport(attention)).toBe('50.0 % on patches, 25.0 % on prompts, 25.0 % on the class token itself');
});

test('the document has the maps as nested arrays along the axes that it names, without padding', () => {
  const document = attentionDocument(attention, { layer: undefined, head: undefined });
  expect(document.axes.patchesToPrompts).toEqual(['layer', 'head', 'prompt', 'row', 'column']);
  expect(document.notes).toEqual(['A note.']);
  expect(document.tuned.patchesToPrompts).toEqual([
    [[], []],
    [
      [
        [
          [16, 17],
          [18, 19],
        ],
        [
          [20, 21],
          [22, 23],
        ],
      ],
      [
        [
          [24, 25],
          [26, 27],
        ],
        [
          [28, 29],
          [30, 31],
        ],
      ],
    ],
  ]);
  expect(document.tuned.clsToPrompts).toEqual([
    [[], []],
    [
      [0.25, 0.125],
      [0.125, 0.375],
    ],
  ]);
  expect(document.tuned.rolloutPrompts).toEqual([[], [0.25, 0]]);
  expect(document.before.patchesToPrompts).toEqual([
    [[], []],
    [[], []],
  ]);
});

test('of one layer and head, the document says which and holds it alone', () => {
  const document = attentionDocument(attention, { layer: 1, head: 0 });
  expect(document).toMatchObject({ layers: [1], heads: [0], promptsOfLayer: [2] });
  expect(document.tuned.clsToPrompts).toEqual([[[0.25, 0.125]]]);
});
