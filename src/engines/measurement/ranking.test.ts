import { expect, test } from 'vitest';
import { bestPace, contenders, isClear } from './ranking';

test('an engine is as fast as in its best turn', () => {
  expect(
    bestPace([
      [30, 90, 31],
      [20, 22, 70],
      [25, 25],
    ]),
  ).toBe(22);
});

test.each([
  ['after one turn', { a: [[10]], b: [[90]] }, false],
  ['where turns of two engines overlap', { a: [[10], [21]], b: [[20], [30]] }, false],
  ['where each turn of one was faster than the best of any other', { a: [[10], [19]], b: [[20], [30]] }, true],
  ['where there is but one', { a: [[10], [19]] }, true],
  ['where there is none', {}, true],
])('%s the ranking is or is not clear', (_, turns, clear) => {
  expect(isClear(new Map<string, number[][]>(Object.entries(turns)))).toBe(clear);
});

test('an engine that is far behind gets no more turns', () => {
  const turns = new Map([
    ['a', [[100]]],
    ['b', [[10], [90]]],
    ['c', [[50]]],
  ]);
  expect(contenders(turns)).toEqual(['b', 'c']);
});
