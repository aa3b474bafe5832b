import { expect, test } from 'vitest';
import { assignSeries, seriesColors, seriesStyle } from './seriesColors';

test('runs get the indices in their order', () => {
  expect(assignSeries({}, ['a', 'b', 'c'])).toEqual({ a: 0, b: 1, c: 2 });
});

test('a run keeps its index whatever comes and goes beside it', () => {
  const first = assignSeries({}, ['a', 'b', 'c']);
  const second = assignSeries(first, ['d', 'c']);
  expect(second).toMatchObject({ c: 2, d: 0 });
  expect(assignSeries(second, ['b', 'c', 'd'])).toMatchObject({ b: 1, c: 2, d: 0 });
});

test('two that are shown never share an index, even if one had it first', () => {
  const hidden = assignSeries(assignSeries({}, ['a']), ['b']);
  expect(hidden).toEqual({ a: 0, b: 0 });
  expect(assignSeries(hidden, ['b', 'a'])).toEqual({ b: 0, a: 1 });
});

test('the colours come again with another dash pattern', () => {
  expect(seriesStyle(0)).toEqual({ color: 'blue', dash: 0 });
  expect(seriesStyle(seriesColors.length)).toEqual({ color: 'blue', dash: 1 });
});
