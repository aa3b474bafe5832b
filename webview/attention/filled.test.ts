import { expect, test } from 'vitest';
import { filled } from './filled';

test('places are filled in whatever their order, and one without a value stays', () => {
  expect(filled('{1} of {0}, {2}', 'many', 3)).toBe('3 of many, {2}');
});
