import { expect, test } from 'vitest';
import type { RunOverview } from '../../protocol/runOverview';
import { english } from '../english.fixture';
import { runOf } from './explorer.fixture';
import { runDescription, runFacts, runLabel, runBrief, runSpoken } from './runWords';

const exit = (code: number | null, signal: string | null) => ({ pid: 1, code, signal, time: '2026-01-01T00:00:00Z' });
const halfWay = { step: 312, steps: 500, best: { epoch: 3, accuracy: 0.9134 }, test: null };

test.each<[string, Partial<RunOverview>]>([
  ['running 62 % · validation 91.3 %', { ...halfWay, presence: 'running' }],
  ['preparing', { presence: 'preparing', step: 0, best: null, test: null }],
  ['paused 62 % · validation 91.3 %', { ...halfWay, presence: 'paused' }],
  ['stopping 62 % · validation 91.3 %', { ...halfWay, presence: 'stopping' }],
  ['queued', { presence: 'queued', step: 0, steps: 0, best: null, test: null }],
  ['done · test 96.1 % · 15,370 trainable', {}],
  ['done · validation 95.0 % · 15,370 trainable', { test: null }],
  ['stopped by you 62 % · validation 91.3 %', { ...halfWay, presence: 'stopped' }],
  ['failed 62 % · validation 91.3 %', { ...halfWay, presence: 'failed' }],
  ['crashed (exit 137) 62 % · validation 91.3 %', { ...halfWay, presence: 'crashed', exit: exit(null, 'SIGKILL') }],
  ['crashed (exit 3) 62 % · validation 91.3 %', { ...halfWay, presence: 'crashed', exit: exit(3, null) }],
  ['crashed 62 % · validation 91.3 %', { ...halfWay, presence: 'crashed' }],
  ['lost contact 62 % · validation 91.3 %', { ...halfWay, presence: 'lost' }],
  ["can't be read", { presence: 'unknown', step: 0, steps: 0, best: null, test: null }],
])('a run is described as: %s', (words, said) => {
  expect(runDescription(runOf('digits-1', said), english)).toBe(words);
});

test.each<[string, Partial<RunOverview>]>([
  ['running 62 % · val 91.3 %', { ...halfWay, presence: 'running' }],
  ['done · test 96.1 % · 15.4k params', {}],
  ['done · test 96.1 % · 0 params', { trainable: 0 }],
  ['stopped by you 62 % · val 91.3 %', { ...halfWay, presence: 'stopped' }],
  ['crashed (exit 137) 62 % · val 91.3 %', { ...halfWay, presence: 'crashed', exit: exit(null, 'SIGKILL') }],
  ["can't be read", { presence: 'unknown', step: 0, steps: 0, best: null, test: null }],
])('the explorer, which has little room, says of a run: %s', (words, said) => {
  expect(runBrief(runOf('digits-1', said), true, english)).toBe(words);
});

test('beside a long name the result of a run comes first, and its icon says that it is done', () => {
  expect(runBrief(runOf('digits-1', { trainable: 1_223_040 }), false, english)).toBe('test 96.1 % · 1.2M params');
  expect(runBrief(runOf('digits-1', { test: null, best: null, trainable: null }), false, english)).toBe('done');
  expect(runBrief(runOf('digits-1', { ...halfWay, presence: 'failed' }), false, english)).toMatch(/^failed 62 %/);
});

test('a run is never said to be at 100 % before it is', () => {
  expect(runDescription(runOf('a-1', { ...halfWay, presence: 'running', step: 4999, steps: 5000 }), english)).toContain(
    'running 99 %',
  );
});

test('a run is called by its number beneath its experiment, and in full elsewhere', () => {
  expect(runLabel(runOf('digits-3'), true)).toBe('#3');
  expect(runLabel(runOf('digits-3'), false)).toBe('digits #3');
  expect(runLabel(runOf('odd', { experiment: 'digits' }), true)).toBe('odd');
});

test('the facts leave out what is not known', () => {
  expect(Object.fromEntries(runFacts(runOf('digits-3', { exit: exit(null, 'SIGTERM') }), english))).toMatchObject({
    Method: 'vpt-deep',
    'Epochs finished': '20 of 20',
    'Best validation accuracy': '95.0 % in epoch 18',
    'Test accuracy': '96.1 %',
    'Trainable parameters': '15,370',
    'Ended by': 'SIGTERM',
  });
  const nothing = { method: '', backbone: '', seed: null, best: null, test: null, trainable: null, head: null };
  const broken = runOf('digits-3', { ...nothing, epochs: 0, steps: 0, created: 0, updated: null });
  expect(runFacts(broken, english)).toEqual([['Folder', 'digits-3']]);
});

test('the precision of a run is a fact if it is not the usual one', () => {
  expect(runFacts(runOf('digits-3', { precision: 'bfloat16' }), english)).toContainEqual(['Precision', 'bfloat16']);
  expect(Object.fromEntries(runFacts(runOf('digits-3'), english))).not.toHaveProperty('Precision');
});

test('a screen reader hears the whole name, the state, and that something is wrong', () => {
  expect(runSpoken(runOf('digits-3', { problems: ['state.json is missing.'] }), english)).toBe(
    'digits #3, done, test 96.1 %, 15,370 trainable, something is wrong with its files',
  );
});
