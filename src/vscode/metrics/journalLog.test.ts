import { expect, test } from 'vitest';
import type { JournalEntry } from '../../protocol/journal';
import { english } from '../english.fixture';
import { logEntry, shortRate } from './journalLog';
import { historyOf, precision } from './runHistory.fixture';
import { idsOf } from './runIds';

function texts(...entries: JournalEntry[]): string[] {
  return historyOf(entries.map(entry => [1, entry] as const)).log.map(record => logEntry('a', record, english).text);
}

test('the log says in words what was changed, kept and found', () => {
  expect(
    texts(
      { type: 'changed', step: 4, field: 'learningRate', from: 0.001, to: 0.0005 },
      { type: 'quarantined', path: '/data/cats/img_93.png', reason: 'not an image' },
      { type: 'checkpoint', epoch: 4, step: 80, file: 'checkpoints/x', best: true },
      { type: 'paused', step: 1200 },
      { type: 'test', epoch: 4, loss: 1, accuracy: 0.961, count: 359 },
    ),
  ).toEqual([
    'learning rate 1e-3 → 5e-4 by you',
    'one file quarantined: img_93.png (not an image)',
    'checkpoint of epoch 4, the best so far',
    'paused by you after step 1,200',
    'test accuracy 96.1 % on 359 images',
  ]);
});

test('the log says what a precision does to the loss, and warns where it is too low for it', () => {
  const log = historyOf([
    [1, precision(0, 2.3034, 2.3)],
    [2, precision(3, 0.04995, 0.05)],
    [3, precision(4, null, 0.05)],
  ]).log.map(record => logEntry('a', record, english));
  expect(log.map(({ kind, text }) => [kind, text])).toEqual([
    ['progress', 'before training: loss 2.303 in bfloat16, 2.3 in float32 (+0.15 %)'],
    ['progress', 'epoch 3: loss 0.04995 in bfloat16, 0.05 in float32 (-0.1 %)'],
    ['warning', 'epoch 4: loss not finite in bfloat16, 0.05 in float32'],
  ]);
});

test('the log says how the loss scale goes, and that a smaller one cost an update', () => {
  expect(
    texts(
      { type: 'lossScale', step: 0, from: 65536, to: 32768 },
      { type: 'lossScale', step: 2000, from: 32768, to: 65536 },
    ),
  ).toEqual([
    'loss scale 65,536 → 32,768: an update was left out, its gradient was not finite',
    'loss scale 32,768 → 65,536',
  ]);
});

test.for([
  [0.001, '1e-3'],
  [2.5e-4, '2.5e-4'],
  [0.1, '0.1'],
  [0.30000000000000004, '0.3'],
  [2000, '2e3'],
] as const)('the learning rate %d is written %s', ([rate, words]) => {
  expect(shortRate(rate)).toBe(words);
});

test('runs whose folders have the same name are told apart, and keep what they are called', () => {
  expect(idsOf(['/a/run-1', '/b/run-1', '/b/run-2'], () => undefined)).toEqual(['run-1', 'run-1 (2)', 'run-2']);
  const known = (path: string) => (path === '/b/run-1' ? 'run-1' : undefined);
  expect(idsOf(['/a/run-1', '/b/run-1'], known)).toEqual(['run-1 (2)', 'run-1']);
});
