import { expect, test } from 'vitest';
import type { ProductType } from '../../graph/graph';
import { roundTo } from './rounding';

const rounded = (type: ProductType, ...values: number[]) => [...roundTo(type, Float32Array.from(values))];

test('bfloat16 has 8 significant bits, and of two equally near numbers the even is taken', () => {
  const ulp = 2 ** -7;
  expect(rounded('bfloat16', 1 + ulp / 2, 1 + 1.5 * ulp, 1 + 0.51 * ulp, -1 - 0.49 * ulp)).toEqual([
    1,
    1 + 2 * ulp,
    1 + ulp,
    -1,
  ]);
});

test('float16 has 11 significant bits, and of two equally near numbers the even is taken', () => {
  const ulp = 2 ** -10;
  expect(rounded('float16', 1 + ulp / 2, 1 + 1.5 * ulp, 1 + 0.51 * ulp, -1 - 0.49 * ulp)).toEqual([
    1,
    1 + 2 * ulp,
    1 + ulp,
    -1,
  ]);
});

test('float16 ends at 65504, beyond which numbers are infinite', () => {
  expect(rounded('float16', 65504, 65519, 65520, -1e9)).toEqual([65504, 65504, Infinity, -Infinity]);
  expect(rounded('bfloat16', 65520, 3e38, 3.4e38)).toEqual([65536, expect.closeTo(3e38, -36), Infinity]);
});

test('float16 below 2^-14 is in steps of 2^-24, half of which is nothing', () => {
  const step = 2 ** -24;
  const below = 2 ** -14 - 2 ** -26;
  expect(rounded('float16', step, step / 2, 0.51 * step, -1.5 * step, below, 1e-12)).toEqual([
    ...[step, 0, step, -2 * step],
    2 ** -14,
    0,
  ]);
});

test('infinities and what is no number stay so, and float64 changes no float32', () => {
  expect(rounded('bfloat16', Infinity, NaN)).toEqual([Infinity, NaN]);
  expect(rounded('float16', -Infinity, NaN)).toEqual([-Infinity, NaN]);
  expect(rounded('float64', Math.fround(0.1))).toEqual([Math.fround(0.1)]);
});
