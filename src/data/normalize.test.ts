import { expect, test } from 'vitest';
import { normalizeInto } from './normalize';

const image = { width: 2, height: 1, data: Uint8Array.of(0, 128, 255, 255, 0, 51) };

test('pixels become planes of red, green and blue, less the mean and over the deviation', () => {
  const target = new Float32Array(6);
  normalizeInto(target, 0, image, { mean: [0, 0.5, 1], std: [1, 0.5, 2] });
  const half = Math.fround(Math.fround(128 / 255) - 0.5) / 0.5;
  expect([...target]).toEqual([0, 1, Math.fround(half), -1, 0, Math.fround(-0.4)]);
});

test('only the place at the offset is written', () => {
  const target = new Float32Array(18).fill(9);
  normalizeInto(target, 6, image, { mean: [0, 0, 0], std: [1, 1, 1] });
  expect([...target.subarray(0, 6), ...target.subarray(12)]).toEqual(Array.from({ length: 12 }, () => 9));
  expect(target[6]).toBe(0);
  expect(target[7]).toBe(1);
});
