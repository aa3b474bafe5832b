import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import { selectMethod } from './selections';
import { tinyMethods } from './tinyMethods.fixture';

test('a method is chosen by its id, its hyper-parameters filled in', () => {
  const { method, values } = selectMethod({ id: 'low-rank', rank: 8 }, tinyMethods);
  expect(method.id).toBe('low-rank');
  expect(values).toEqual({ rank: 8, targets: ['q', 'v'], layers: 'all' });
});

test('layers and targets keep their values', () => {
  const values = { rank: 1, targets: ['fc1'], layers: [0, 2] };
  expect(selectMethod({ id: 'low-rank', ...values }, tinyMethods).values).toEqual(values);
  expect(selectMethod({ id: 'thaw', layers: 'last-2' }, tinyMethods).values).toEqual({ layers: 'last-2' });
});

test('what is wrong is named as in an experiment', () => {
  expect(() => selectMethod({ id: 'low-rank', rank: 0.5 }, tinyMethods)).toThrow(
    new InputError('method.rank is 0.5 but must be a whole number (1 to 64).'),
  );
  expect(() => selectMethod({ id: 'low-tank' }, tinyMethods)).toThrow(/did you mean "low-rank"/);
});
