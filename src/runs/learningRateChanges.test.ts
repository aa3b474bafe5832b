import { expect, test } from 'vitest';
import { peakAfter, withChange } from './learningRateChanges';

const change = (step: number, from: number, to: number) => ({ step, from, to });

test('a change holds from the step after its own until the next one', () => {
  const changes = [change(3, 1, 0.5), change(6, 0.5, 2)];
  expect([0, 2, 3, 5, 6, 99].map(step => peakAfter(changes, 1, step))).toEqual([1, 1, 0.5, 0.5, 2, 2]);
});

test('of two changes after the same step the later one holds', () => {
  expect(peakAfter(withChange([change(3, 1, 0.5)], change(3, 0.5, 4)), 1, 3)).toBe(4);
});

test('a change gives way to one that is made later at an earlier step', () => {
  const changes = withChange([change(3, 1, 0.5), change(9, 0.5, 7)], change(5, 0.5, 4));
  expect(changes.map(({ step }) => step)).toEqual([3, 5]);
});
