import { expect, test } from 'vitest';
import { holm, testByImages, testBySeeds } from './pairedTest';

/** Two values with this t: their mean over its standard error. */
const withT = (t: number, size: number) => {
  const deviations = Array.from({ length: size }, (_, i) => (i === 2 * Math.floor(size / 2) ? 0 : (-1) ** i));
  const squares = deviations.reduce((sum, value) => sum + value ** 2, 0);
  const error = Math.sqrt(squares / (size - 1) / size);
  return deviations.map(value => value + t * error);
};

test.each([
  // Two-sided 5 % points of Student's t.
  [2, 12.7062],
  [3, 4.30265],
  [4, 3.18245],
  [6, 2.57058],
  [9, 2.306],
  [30, 2.04523],
])('of %d seeds, a t of %d is met by chance once in twenty times', (size, t) => {
  expect(testBySeeds(withT(t, size))?.p).toBeCloseTo(0.05, 5);
  expect(testBySeeds(withT(-t, size))?.p).toBeCloseTo(0.05, 5);
});

test('seeds that are too few, or differ by the same, tell nothing; those that do not differ, that nothing differs', () => {
  expect(testBySeeds([0.1])).toBeNull();
  expect(testBySeeds([0.1, 0.3 - 0.2])).toBeNull();
  expect(testBySeeds([0, 0])).toMatchObject({ value: 0, low: 0, high: 0, p: 1 });
});

test('images that both runs mistook say nothing of which is better', () => {
  const tested = testByImages(
    [
      [0, 1, 2, 3, 4, 5, 50],
      [6, 50],
    ],
    100,
  );
  expect(tested).toMatchObject({ value: 0.05, by: 'images' });
  expect(tested?.p).toBeCloseTo((2 * (1 + 7)) / 2 ** 7, 12);
  // (6 + 1 - 1 - 1) / 102 ± 1.96 · sqrt((9 / 102 - (5 / 102)²) / 102)
  expect(tested?.low).toBeCloseTo(-0.0078, 4);
  expect(tested?.high).toBeCloseTo(0.1059, 4);
});

test('of many images, the chance is not lost to rounding', () => {
  const every = (start: number, length: number) => Array.from({ length }, (_, i) => start + i);
  expect(testByImages([every(0, 2000), every(5000, 2000)], 10_000)?.p).toBe(1);
  const far = testByImages([every(0, 2000), every(5000, 1000)], 10_000)?.p ?? 1;
  expect(far).toBeLessThan(1e-70);
  expect(far).toBeGreaterThan(0);
});

test('Holm makes each chance larger, and keeps their order', () => {
  expect(holm([0.01, null, 0.04, 0.03])).toEqual([0.03, null, 0.06, 0.06]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
});
