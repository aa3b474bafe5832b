import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import type { RunState } from '../protocol/runState';
import { isProcessGone, presenceOf, silence } from './presence';

const { pid: endedPid } = spawnSync(process.execPath, ['--version']);
const at = (age: number) => new Date(Date.now() - age).toISOString();
const unasked = () => Promise.reject(new Error('The journal was asked.'));

function stateOf(parts: Partial<RunState> = {}): RunState {
  return {
    state: 'running',
    pid: process.pid,
    host: hostname(),
    epoch: 0,
    epochs: 1,
    step: 0,
    steps: 1,
    best: null,
    test: null,
    trainable: 1,
    head: 1,
    updated: at(0),
    ...parts,
  };
}

test('this process is there, one that has ended is gone, and of another machine nothing is known', async () => {
  expect(await isProcessGone(stateOf())).toBe(false);
  expect(await isProcessGone(stateOf({ pid: endedPid }))).toBe(true);
  expect(await isProcessGone(stateOf({ pid: endedPid, host: `not-${hostname()}` }))).toBe(false);
});

test.each(['queued', 'done', 'stopped', 'failed'] as const)('a run that is %s needs no process', async state => {
  expect(await isProcessGone(stateOf({ state, pid: endedPid }))).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a process that began after the state was written is another one',
  async () => {
    const before = process.uptime() * 1000 + 60_000;
    expect(await isProcessGone(stateOf({ updated: at(before) }))).toBe(true);
  },
);

test.each(['queued', 'preparing', 'running', 'paused', 'stopping', 'done', 'stopped', 'failed'] as const)(
  'a run that says it is %s is that, and its journal is not asked',
  async state => expect(await presenceOf(stateOf({ state }), false, unasked)).toBe(state),
);

test.each([
  ['running', 'crashed'],
  ['paused', 'crashed'],
  ['preparing', 'crashed'],
] as const)('a run that is %s without a process is %s', async (state, expected) => {
  expect(await presenceOf(stateOf({ state }), true, () => Promise.resolve(null))).toBe(expected);
});

test('of a process that is gone the journal has the last word, but not that of an earlier part of the run', async () => {
  const stopped = () => Promise.resolve({ type: 'stopped' } as const);
  expect(await presenceOf(stateOf({ state: 'stopping' }), true, stopped)).toBe('stopped');
  expect(await presenceOf(stateOf({ state: 'preparing' }), true, stopped)).toBe('crashed');
});

test('a run on another machine has lost contact once it was silent for long', async () => {
  const elsewhere = (age: number, state: RunState['state'] = 'running') =>
    presenceOf(stateOf({ host: `not-${hostname()}`, updated: at(age), state }), false, unasked);
  expect(await elsewhere(silence / 2)).toBe('running');
  expect(await elsewhere(silence + 1000)).toBe('lost');
  expect(await elsewhere(silence + 1000, 'done')).toBe('done');
});

test('without a state the journal says what it can', async () => {
  expect(await presenceOf(null, false, () => Promise.resolve({ type: 'failed' }))).toBe('failed');
  expect(await presenceOf(null, false, () => Promise.resolve({ type: 'started' }))).toBe('unknown');
});
