import { expect, test } from 'vitest';
import { areSame } from './rounding';

const weights = Float32Array.of(0.4, 0.3, 1e-6);

test('weights that rounding alone tells apart are the same', () => {
  expect(areSame(weights, Float32Array.of(0.4 + 1e-7, 0.3 - 1e-7, 1.1e-6))).toBe(true);
});

test('weights of which one alone differs by more than rounding are not the same', () => {
  expect(areSame(weights, Float32Array.of(0.4, 0.30001, 1e-6))).toBe(false);
});
