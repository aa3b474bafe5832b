import { expect, test } from 'vitest';
import { answersOf, countAnswers, noConfusion } from './confusion';

test('an answer is the class of the largest logit, the first of equal ones, and none where no logit is a number', () => {
  expect(answersOf(Float32Array.of(0, 5, 1, 7, 7, 7, NaN, NaN, NaN, 9, 9, 9), [1, 2, 2], 3)).toEqual([1, 0, -1]);
});

test('each answer is counted in the row of its class and the column of what it was taken for', () => {
  const confusion = noConfusion(3);
  countAnswers(confusion, [1, 0, 2, -1], [1, 2, 2, 0]);
  countAnswers(confusion, [1], [1]);
  expect(confusion).toEqual([
    [0, 0, 0],
    [0, 2, 0],
    [1, 0, 1],
  ]);
});
