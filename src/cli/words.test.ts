import { expect, test } from 'vitest';
import { bytes, counted, grouped, listOf, percent } from './words';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('%j is listed', (items, text) => expect(listOf(items, 'or')).toBe(text));

test('numbers have thousands separators, and only the decimals asked for', () => {
  expect([grouped(294912), grouped(1234.56, 1), grouped(0.04, 1)]).toEqual(['294,912', '1,234.6', '0']);
});

test('nouns agree with their numbers', () => {
  expect([counted(1, 'step'), counted(1000, 'step'), counted(2, 'class', 'classes')]).toEqual([
    '1 step',
    '1,000 steps',
    '2 classes',
  ]);
});

test('small shares keep their digits', () => {
  expect([percent(0.003437), percent(1), percent(0)]).toEqual(['0.344 %', '100 %', '0 %']);
});

test('bytes are given in the largest unit that leaves a whole', () => {
  expect([0, 1023, 1536, 200 * 2 ** 20, 1.25 * 2 ** 30].map(bytes)).toEqual([
    '0 B',
    '1,023 B',
    '2 KiB',
    '200 MiB',
    '1.25 GiB',
  ]);
});
