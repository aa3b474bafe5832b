import { expect, test } from 'vitest';
import { encodeFloats } from '../../protocol/floats';
import type { EncodedAttention } from '../../protocol/inspection';
import { bytesOf, decodedAttention } from './decodedAttention';

const floats = (length: number) => encodeFloats(Float32Array.from({ length }, (_, index) => index / 8));
const maps = (prompts: number): EncodedAttention['tuned'] => ({
  clsToPatches: floats(2 * 3 * 4),
  clsToPrompts: floats(2 * 3 * prompts),
  patchesToPrompts: floats(2 * 3 * prompts * 4),
  promptsToPatches: floats(2 * 3 * prompts * 4),
  rolloutPatches: floats(4),
  rolloutPrompts: floats(2 * prompts),
  predictions: [],
});
const encoded: EncodedAttention = {
  layers: 2,
  heads: 3,
  promptHeads: 3,
  grid: 2,
  prompts: 5,
  promptsOfLayer: [5, 5],
  keysOfLayer: [5, 5],
  carried: false,
  picture: '',
  notes: [],
  tuned: maps(5),
  before: maps(0),
};

test('arrays come out as they were', () => {
  const { tuned, before } = decodedAttention(encoded);
  expect([...tuned.rolloutPatches]).toEqual([0, 0.125, 0.25, 0.375]);
  expect(tuned.patchesToPrompts).toHaveLength(120);
  expect(before.clsToPrompts).toHaveLength(0);
});

test('an array of another size than the attention says is refused', () => {
  const wrong = { ...encoded, tuned: { ...encoded.tuned, clsToPatches: floats(23) } };
  expect(() => decodedAttention(wrong)).toThrow('clsToPatches has 23 values instead of 24.');
});

test('its size is that of its arrays', () => {
  expect(bytesOf(decodedAttention(encoded))).toBe(4 * (24 + 30 + 120 + 120 + 4 + 10 + 24 + 4));
});
