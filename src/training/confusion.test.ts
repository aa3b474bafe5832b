import { expect, test } from 'vitest';
import { countAnswers, noConfusion } from './confusion';

test('each answer is counted in the row of its class and the column of what it was taken for', () => {
  const confusion = noConfusion(3);
  countAnswers(confusion, Float32Array.of(0, 5, 1, 9, 0, 0, 0, 0, 2), [1, 2, 2]);
  countAnswers(confusion, Float32Array.of(0, 5, 1, 7, 7, 7), [1]);
  expect(confusion).toEqual([
    [0, 0, 0],
    [0, 2, 0],
    [1, 0, 1],
  ]);
});
