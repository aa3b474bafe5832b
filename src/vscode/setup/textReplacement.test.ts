import { expect, test } from 'vitest';
import { replacementOf } from './textReplacement';

test.each([
  ['{"a": 1}', '{"a": 12}'],
  ['{"a": 11}', '{"a": 1}'],
  ['aaa', 'aa'],
  ['', 'x'],
  ['abc', 'axc'],
])('%s becomes %s', (before, after) => {
  const replacement = replacementOf(before, after);
  if (!replacement) throw new Error('There is a difference.');
  const { start, end, text } = replacement;
  expect(before.slice(0, start) + text + before.slice(end)).toBe(after);
});

test('only what differs is replaced', () => {
  expect(replacementOf('{"rank": 4, "b": 1}', '{"rank": 16, "b": 1}')).toEqual({ start: 9, end: 10, text: '16' });
  expect(replacementOf('same', 'same')).toBeUndefined();
});
