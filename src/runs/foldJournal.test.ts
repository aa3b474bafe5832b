import { expect, test } from 'vitest';
import type { JournalEntry, JournalRecord } from '../protocol/journal';
import { foldJournal } from './foldJournal';

const records = (...entries: JournalEntry[]): JournalRecord[] =>
  entries.map((entry, index) => ({ ...entry, n: index + 1, time: '2024-05-06T12:00:00.000Z' }));

const metrics = (loss: number) => ({ loss, accuracy: 0.5 });
const step = (number: number, loss: number): JournalEntry => ({
  type: 'step',
  epoch: Math.ceil(number / 2),
  step: number,
  ...metrics(loss),
  learningRate: 0.1,
  gradientNorm: 1,
});
const epoch = (number: number, loss: number): JournalEntry => ({
  type: 'epoch',
  epoch: number,
  step: 2 * number,
  train: metrics(loss),
  validation: metrics(loss),
});
const checkpoint = (number: number): JournalEntry => ({
  type: 'checkpoint',
  epoch: number,
  step: 2 * number,
  file: `checkpoints/epoch-${number}.safetensors`,
  best: true,
});

test('nothing recorded adds up to nothing', () => {
  expect(foldJournal([])).toMatchObject({ started: null, steps: [], epochs: [], test: null, lastStep: 0, end: null });
});

test('steps and epochs stay in their order', () => {
  const folded = foldJournal(records(step(1, 5), step(2, 4), epoch(1, 4.5), checkpoint(1), step(3, 3)));
  expect(folded.steps.map(({ loss }) => loss)).toEqual([5, 4, 3]);
  expect(folded.epochs).toMatchObject([{ epoch: 1, train: { loss: 4.5 } }]);
  expect(folded.checkpoints).toMatchObject([{ file: 'checkpoints/epoch-1.safetensors' }]);
  expect(folded.lastStep).toBe(3);
});

test('what was recorded of steps after the point of resumption is void', () => {
  const folded = foldJournal(
    records(
      ...[step(1, 5), step(2, 4), epoch(1, 4.5), checkpoint(1), step(3, 3), step(4, 2), epoch(2, 2.5), checkpoint(2)],
      { type: 'selected', epoch: 2, step: 4, by: 'last epoch' },
      { type: 'test', epoch: 2, ...metrics(9), count: 10 },
      { type: 'failed', message: 'disk full' },
      { type: 'resumed', fromStep: 2 },
      step(3, 30),
    ),
  );
  expect(folded.steps.map(({ loss }) => loss)).toEqual([5, 4, 30]);
  expect(folded.epochs.map(({ epoch }) => epoch)).toEqual([1]);
  expect(folded.checkpoints).toHaveLength(1);
  expect(folded).toMatchObject({ selected: null, test: null, end: null, resumed: 1, lastStep: 3 });
});

test('resuming twice voids what the first resumption did', () => {
  const folded = foldJournal(
    records(step(1, 1), step(2, 2), { type: 'resumed', fromStep: 1 }, step(2, 20), step(3, 30), {
      type: 'resumed',
      fromStep: 2,
    }),
  );
  expect(folded.steps.map(({ loss }) => loss)).toEqual([1, 20]);
  expect(folded.resumed).toBe(2);
});

test('an image that is found unusable again after a resumption counts once', () => {
  const bad: JournalEntry = { type: 'quarantined', path: 'a.png', reason: 'not an image' };
  const warning: JournalEntry = { type: 'warning', message: 'few images' };
  const folded = foldJournal(records(bad, warning, { type: 'resumed', fromStep: 0 }, bad, warning));
  expect(folded.quarantined).toEqual([{ path: 'a.png', reason: 'not an image' }]);
  expect(folded.warnings).toEqual(['few images']);
});

test('the last record of an end is the end', () => {
  const folded = foldJournal(records({ type: 'stopped', reason: 'asked to' }));
  expect(folded.end).toMatchObject({ type: 'stopped', reason: 'asked to' });
});
