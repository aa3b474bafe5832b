import { expect, test } from 'vitest';
import { english } from '../english.fixture';
import { learningRateProblem } from './learningRateText';

test.each(['0.001', '5e-4', ' 1 ', '1000'])('%j is a learning rate', text => {
  expect(learningRateProblem(text, english)).toBeUndefined();
});

test.each(['', '  ', '0', '-1', '1001', 'Infinity', '1e-3x', '0,001'])('%j is none, and the person is told', text => {
  expect(learningRateProblem(text, english)).toBe('Type a number above 0 and at most 1000, such as 0.001 or 5e-4.');
});
