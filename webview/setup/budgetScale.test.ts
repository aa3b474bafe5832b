import { expect, test } from 'vitest';
import { budgetScale, countAt, shareAt } from './budgetScale';

const row = (parameters: number) => ({
  id: 'x',
  title: 'x',
  parameters,
  current: false,
  nearest: { values: {}, words: '', parameters },
});
const scale = budgetScale({ full: 1_200_000, rows: [row(0), row(300), row(40_000)] });

test('the axis reaches from the smallest power of ten to the largest', () => {
  expect(scale).toEqual({ first: 2, last: 7 });
});

test('none at all stands at the left end, and every count in its order', () => {
  expect(shareAt(0, scale)).toBe(0);
  expect(shareAt(100, scale)).toBeGreaterThan(0);
  expect(shareAt(1000, scale)).toBeGreaterThan(shareAt(100, scale));
  expect(shareAt(1e7, scale)).toBe(1);
});

test('a place has the count that stands there', () => {
  for (const count of [0, 150, 7700, 1_200_000]) expect(countAt(shareAt(count, scale), scale)).toBe(count);
});
