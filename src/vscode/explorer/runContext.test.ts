import { expect, test } from 'vitest';
import { runOf } from './explorer.fixture';
import { runContext } from './runContext';

test.each([
  ['queued', 'run stoppable inspectable'],
  ['running', 'run stoppable pausable adjustable inspectable'],
  ['paused', 'run stoppable paused adjustable inspectable'],
  ['stopping', 'run stoppable inspectable'],
  ['done', 'run inspectable deletable'],
  ['crashed', 'run resumable inspectable deletable'],
  ['lost', 'run stoppable inspectable deletable'],
] as const)('a run that is %s offers: %s', (presence, context) => {
  expect(runContext(runOf('a-1', { presence }))).toBe(context);
});

test('there is nothing to look into before the first checkpoint', () => {
  expect(runContext(runOf('a-1', { presence: 'unknown', epoch: 0 }))).toBe('run deletable');
});
