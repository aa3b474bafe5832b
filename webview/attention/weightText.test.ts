import { expect, test } from 'vitest';
import { cosineText, differenceText, narrowWeight, weightText } from './weightText';

test('a weight is a percentage in three digits, and what is nearly nothing is not called nothing', () => {
  expect([0, 0.01234567, 1, 0.000002].map(weightText)).toEqual(['0 %', '1.23 %', '100 %', '< 0.001 %']);
});

test('a difference has its sign, and none where there is none', () => {
  expect([0.0123, -0.0123, 0, 1e-9].map(differenceText)).toEqual(['+1.23 %', '−1.23 %', '0 %', '< 0.001 %']);
});

test('narrow cells have as few characters as tell them apart', () => {
  expect([0.0123, 0.5].map(narrowWeight)).toEqual(['1.2', '50.0']);
  expect([1, 0.071, -0.14, -0.001].map(cosineText)).toEqual(['1.00', '.07', '−.14', '0']);
});
