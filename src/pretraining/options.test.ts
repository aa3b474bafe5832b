import { expect, test } from 'vitest';
import { readOptions } from './options';

test('what is not given has its default', () => {
  expect(readOptions(['--seed', '7'])).toEqual({
    images: 600000,
    threads: 3,
    seed: 7,
    out: 'pretrained',
    evaluateOnly: false,
    solids: false,
  });
  expect(readOptions(['--help'])).toBeNull();
});

test.each([
  ['--images', '0'],
  ['--images', 'many'],
  ['--threads', '7'],
  ['--seed', '-1'],
  ['--speed', '1'],
])('%s %s is refused by its name', (flag, value) => {
  expect(() => readOptions([`${flag}=${value}`])).toThrow(flag);
});
