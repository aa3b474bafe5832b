import { expect, test } from 'vitest';
import { numberIn } from './numberText';

const control = { whole: false, minimum: 0, maximum: 10, open: { minimum: false, maximum: false }, empty: null };

test.each([
  ['3', 3],
  ['1e-3', 0.001],
  ['0', 0],
  [' 10 ', 10],
])('%s in a field is %s', (text, number) => {
  expect(numberIn(text, control)).toBe(number);
});

test('what is no number, or not one yet, or beyond the range, is not taken', () => {
  for (const text of ['', '1e-', 'x', '1,5', '11', '-1', 'Infinity']) expect(numberIn(text, control)).toBeUndefined();
});

test('an end that is not in the range is not taken', () => {
  const open = { ...control, open: { minimum: true, maximum: true } };
  expect(['0', '0.1', '10'].map(text => numberIn(text, open))).toEqual([undefined, 0.1, undefined]);
});

test('a whole number is not made of another, and an empty field means something where it may be empty', () => {
  expect(numberIn('2.6', { ...control, whole: true })).toBeUndefined();
  expect(numberIn('1e1', { ...control, whole: true })).toBe(10);
  expect(numberIn(' ', { ...control, empty: 'all' })).toBeNull();
});
