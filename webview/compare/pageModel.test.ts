import { expect, test } from 'vitest';
import type { CompareRow } from '../../src/protocol/comparePanel';
import { bestRows, nextSort, paretoFront, rowPoints, leftOutColumns, sortedRows } from './pageModel';

const row = (name: string, trainable: number, accuracy: number | null): CompareRow => ({
  row: name,
  name,
  backbone: 'vit-nano',
  method: 'lora',
  settings: 'rank 8',
  style: { color: 'blue', dash: 0 },
  runs: [{ title: name, seed: 0 }],
  seeds: 1,
  trainable,
  head: 10,
  test: accuracy === null ? null : { value: accuracy, low: accuracy, high: accuracy },
  validation: 0.5,
  seconds: null,
  memoryBytes: null,
  difference: null,
  tested: null,
  unfair: [],
});
const rows = [row('b-10', 100, 0.9), row('b-2', 10, null), row('a', 1000, 0.95), row('c', 2000, 0.93)];
const names = (sorted: readonly CompareRow[]) => sorted.map(({ name }) => name);

test('rows are sorted by a column, names by their numbers, and what is not known comes last', () => {
  expect(names(sortedRows(rows, null))).toEqual(['b-10', 'b-2', 'a', 'c']);
  expect(names(sortedRows(rows, { column: 'name', descending: false }))).toEqual(['a', 'b-2', 'b-10', 'c']);
  expect(names(sortedRows(rows, { column: 'test', descending: true }))).toEqual(['a', 'c', 'b-10', 'b-2']);
  expect(names(sortedRows(rows, { column: 'test', descending: false }))).toEqual(['b-10', 'c', 'a', 'b-2']);
});

test('a column is sorted one way, then the other, then no longer', () => {
  const once = nextSort(null, 'test');
  const twice = nextSort(once, 'test');
  expect([once, twice, nextSort(twice, 'test')]).toEqual([
    { column: 'test', descending: true },
    { column: 'test', descending: false },
    null,
  ]);
  expect(nextSort(once, 'name')).toEqual({ column: 'name', descending: false });
});

test('the front has the points that none beats with fewer parameters', () => {
  const { isTest, points } = rowPoints(rows);
  expect(isTest).toBe(true);
  expect(points).toHaveLength(3);
  expect(paretoFront(points).map(({ row: { name }, x }) => [name, x])).toEqual([
    ['b-10', 110],
    ['a', 1010],
  ]);
});

test('where nothing was tested, validation is drawn', () => {
  const { isTest, points } = rowPoints([row('a', 5, null)]);
  expect([isTest, points[0].y]).toEqual([false, 0.5]);
});

test('the best of a column is what shows no smaller difference, and none where all are the same', () => {
  const rounded = (one: CompareRow) => String(one.test?.value.toFixed(1));
  expect(bestRows(rows, 'test', one => String(one.test?.value))).toEqual(new Set(['a']));
  expect(bestRows([...rows, row('d', 5, 0.949), row('e', 5, 0.2)], 'test', rounded)).toEqual(
    new Set(['b-10', 'a', 'c', 'd']),
  );
  expect(bestRows(rows, 'trainable', one => String(one.trainable))).toEqual(new Set(['b-2']));
  expect(bestRows(rows, 'validation', one => String(one.validation))).toEqual(new Set());
  expect(bestRows(rows, 'head', one => String(one.head))).toEqual(new Set());
});

test('what is the same in all rows need not be said in each', () => {
  expect(leftOutColumns(rows)).toEqual(['backbone', 'head', 'chance']);
  expect(leftOutColumns([...rows, { ...row('d', 5, 0.9), backbone: 'vit-tiny' }])).toEqual(['head', 'chance']);
  expect(leftOutColumns(rows.slice(0, 1))).toEqual(['chance']);
  const tested = { value: 0, low: 0, high: 0, p: 1 };
  expect(leftOutColumns([...rows, { ...row('d', 5, 0.9), tested }])).toEqual(['backbone', 'head']);
});
