import { expect, test } from 'vitest';
import { enlarged, reduced } from './resolution';

test('reducing takes the mean of each block', () => {
  const image = Float32Array.from({ length: 16 }, (_, i) => i);
  expect([...reduced(image, 4, 2)]).toEqual([2.5, 4.5, 10.5, 12.5]);
});

test('sides that do not divide share the pixels between them', () => {
  const ramp = Float32Array.from({ length: 9 }, (_, i) => i % 3);
  expect([...reduced(ramp, 3, 2)].map(value => Math.round(value * 1000) / 1000)).toEqual([0.333, 1.667, 0.333, 1.667]);
});

test('enlarging keeps an even image even and a ramp a ramp away from the borders', () => {
  expect(enlarged(new Float32Array(64).fill(0.25), 8, 64).every(value => Math.abs(value - 0.25) < 1e-6)).toBe(true);
  const ramp = Float32Array.from({ length: 64 }, (_, i) => i % 8);
  const row = enlarged(ramp, 8, 64).slice(0, 64);
  expect(row[32] - row[31]).toBeCloseTo(1 / 8, 5);
});
