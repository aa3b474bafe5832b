import { expect, test } from 'vitest';
import { pairs, table, wrapped } from './table';

test('columns are as wide as their widest cell, numbers to the right, and lines end without spaces', () => {
  const rows = [
    ['a', '1,000', ''],
    ['long name', '1', 'x'],
  ];
  expect(table([{ title: 'Name' }, { title: 'N', align: 'right' }, { title: '' }], rows).split('\n')).toEqual([
    'Name           N',
    'a          1,000',
    'long name      1  x',
  ]);
});

test('pairs stand under each other without a heading', () => {
  expect(pairs([['a', '1'], ['bcd', '22']], 'right')).toBe('a     1\nbcd  22'); // prettier-ignore
});

test('text is broken between words, and a word that is too long has a line of its own', () => {
  expect(wrapped('one two three incomprehensibilities four', '  ', 11)).toBe(
    '  one two\n  three\n  incomprehensibilities\n  four',
  );
});
