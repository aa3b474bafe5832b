import { expect, test } from 'vitest';
import { findNonFinite } from './nonFinite';

test('NaN and both infinities are counted, and the tensor is named', () => {
  const data = Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, 0, Number.NEGATIVE_INFINITY);
  expect(findNonFinite('head.bias', data)).toBe('tensor "head.bias" has 3 of 5 values that are NaN or infinite');
});

test('the largest and the smallest finite numbers are fine', () => {
  expect(findNonFinite('w', Float32Array.of(3.4028234e38, -3.4028234e38, 1e-45, -0))).toBeUndefined();
});
