import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import { requireDifferent, selectMethod } from './selections';
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

test('the same method twice with the same settings is refused, however they were written', () => {
  const chosen = [{ id: 'thaw' }, { id: 'low-rank', targets: ['q', 'v'] }, { id: 'low-rank', targets: ['v', 'q'] }];
  expect(() => requireDifferent(chosen.map(entry => selectMethod(entry, tinyMethods)))).toThrow(
    new InputError(
      'method[2] is low-rank with the same layers and settings as method[1]: take one of them away, or change its layers or settings.',
    ),
  );
});

test.each([
  ['on other layers', { layers: 'last-2' }],
  ['with other settings', { rank: 9 }],
])('the same method twice %s is taken', (_, values) => {
  const chosen = [{ id: 'low-rank' }, { id: 'low-rank', ...values }];
  expect(() => requireDifferent(chosen.map(entry => selectMethod(entry, tinyMethods)))).not.toThrow();
});
