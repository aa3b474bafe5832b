import { expect, test } from 'vitest';
import { numberIn } from './numberText';

const control = {
  kind: 'number',
  path: 'x',
  label: 'x',
  help: '',
  whole: false,
  minimum: 0,
  maximum: 10,
  slider: null,
  empty: null,
} as const;

test.each([
  ['3', 3],
  ['1e-3', 0.001],
  ['11', 10],
  ['-1', 0],
])('%s in a field is %s', (text, number) => {
  expect(numberIn(text, control)).toBe(number);
});

test('what is no number, or not one yet, is none', () => {
  for (const text of ['', '1e-', 'x', '1,5']) expect(numberIn(text, control)).toBeUndefined();
});

test('a whole number is rounded, and an empty field means something where it may be empty', () => {
  expect(numberIn('2.6', { ...control, whole: true })).toBe(3);
  expect(numberIn(' ', { ...control, empty: 'all' })).toBeNull();
});
