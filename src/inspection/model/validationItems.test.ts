import { expect, test } from 'vitest';
import { takingTurns } from './validationItems';

test('the classes take turns as long as they last, each in its own order', () => {
  const items = ['a0', 'a1', 'a2', 'b0', 'c0', 'c1'].map(path => ({
    path,
    file: path,
    label: 'abc'.indexOf(path[0]),
  }));
  expect(takingTurns(items).map(({ path }) => path)).toEqual(['a0', 'b0', 'c0', 'a1', 'c1', 'a2']);
});
