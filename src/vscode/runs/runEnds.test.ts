import { expect, test } from 'vitest';
import type { RunPresence } from '../../protocol/runOverview';
import { runOf } from '../explorer/explorer.fixture';
import { runEnds } from './runEnds';

const changed = (before: RunPresence | undefined, now: RunPresence | undefined) => {
  const run = (presence: RunPresence | undefined) => presence && runOf('a-1', { presence });
  return runEnds([{ path: 'a-1', before: run(before), now: run(now) }]).map(({ end }) => end);
};

test('the end of a run that was at work is told', () => {
  expect(changed('running', 'done')).toEqual(['done']);
  expect(changed('preparing', 'failed')).toEqual(['failed']);
  expect(changed('paused', 'crashed')).toEqual(['crashed']);
  expect(changed('running', 'lost')).toEqual(['lost']);
  expect(changed('lost', 'crashed')).toEqual(['crashed']);
});

test('what the person did, saw before or deleted is not', () => {
  expect(changed('stopping', 'stopped')).toEqual([]);
  expect(changed(undefined, 'crashed')).toEqual([]);
  expect(changed('done', 'done')).toEqual([]);
  expect(changed('running', undefined)).toEqual([]);
  expect(changed('lost', 'running')).toEqual([]);
});
