import { expect, test } from 'vitest';
import { rollout } from './rollout';
import type { TokenLayout } from './tokenLayout';

const plain: TokenLayout = { layers: 1, heads: 1, grid: 1, own: [0], carried: 0, registers: 0 };

test('of one layer it is half the attention, and half stays with the class token', () => {
  const found = rollout([Float32Array.of(0.2, 0.8, 0.5, 0.5)], plain);
  expect(found.patches[0]).toBeCloseTo(0.4, 6);
  expect(found.cls).toBeCloseTo(0.6, 6);
});

test('a later layer passes on what an earlier one gathered', () => {
  const layer = Float32Array.of(0, 1, 1, 0);
  const found = rollout([layer, layer], { ...plain, layers: 2, own: [0, 0] });
  // ((A + I) / 2)² of a swap is a half everywhere.
  expect(found.patches[0]).toBeCloseTo(0.5, 6);
});

test('what goes to the prompts of a layer stays there, and what they would pass on is no part of it', () => {
  // Keys: the prompt, CLS, the patch.
  const first = Float32Array.of(0.5, 0.5, 0, 0.5, 0, 0.5);
  const second = Float32Array.of(0, 0, 1, 0, 0, 1);
  const found = rollout([first, second], { ...plain, layers: 2, own: [1, 1] });
  // Half of CLS comes from the patch in the second layer; both tokens give a quarter of theirs to the first prompt.
  expect([...found.prompts].map(share => share.toFixed(4))).toEqual(['0.2500', '0.0000']);
  expect(found.cls + found.patches[0]).toBeCloseTo(0.75, 6);
});

test('carried prompts and registers are told apart from patches', () => {
  const uniform = new Float32Array(16).fill(0.25);
  const found = rollout([uniform], { ...plain, carried: 1, registers: 1 });
  expect(found.prompts[0]).toBeCloseTo(0.125, 6);
  expect(found.registers).toBeCloseTo(0.125, 6);
  expect(found.patches[0]).toBeCloseTo(0.125, 6);
  expect(found.cls).toBeCloseTo(0.625, 6);
});

test('weights that are none are refused', () => {
  expect(() => rollout([Float32Array.of(0.2, 0.2, 0.5, 0.5)], plain)).toThrow('adds up to 0.700 instead of 1');
  expect(() => rollout([Float32Array.of(Number.NaN, 0.2, 0.5, 0.5)], plain)).toThrow('NaN');
});
