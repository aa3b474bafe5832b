import { expect, test } from 'vitest';
import { InputError, placed } from './inputError';

test('a fault of the input is told with its place, and any other stays as it is', () => {
  expect(placed('a.tuning.json', new InputError('seed is missing.'))).toEqual(
    new InputError('a.tuning.json: seed is missing.'),
  );
  const other = new Error('disk full');
  expect(placed('a.tuning.json', other)).toBe(other);
});
