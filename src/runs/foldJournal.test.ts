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

test('an epoch that is validated again, because its end was not saved, counts once', () => {
  const resumed: JournalEntry = { type: 'resumed', fromStep: 2 };
  const folded = foldJournal(records(step(1, 5), step(2, 4), epoch(1, 4.5), resumed, epoch(1, 4.25), epoch(2, 4)));
  expect(folded.epochs.map(({ epoch: number, train }) => [number, train.loss])).toEqual([
    [1, 4.25],
    [2, 4],
  ]);
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

const changed = (number: number, from: number, to: number): JournalEntry => ({
  type: 'changed',
  step: number,
  field: 'learningRate',
  from,
  to,
});

test('a change of the learning rate outlives the steps after it, until somebody changes it earlier', () => {
  const first: JournalEntry[] = [step(1, 5), step(2, 4), changed(2, 0.1, 0.5), step(3, 3), changed(3, 0.5, 0.7)];
  const resumed: JournalEntry[] = [...first, { type: 'resumed', fromStep: 1 }, step(2, 4)];
  expect(foldJournal(records(...resumed)).changes.map(({ step, to }) => [step, to])).toEqual([
    [2, 0.5],
    [3, 0.7],
  ]);
  const again = foldJournal(records(...resumed, changed(2, 0.5, 0.9)));
  expect(again.changes.map(({ step, to }) => [step, to])).toEqual([
    [2, 0.5],
    [2, 0.9],
  ]);
});

test('a pause lasts until the run goes on or ends', () => {
  const at = (n: number) => `2024-05-06T12:00:0${n}.000Z`;
  const entries: JournalEntry[] = [
    { type: 'paused', step: 1 },
    { type: 'continued', step: 1 },
    { type: 'paused', step: 2 },
    changed(2, 0.1, 0.5),
    { type: 'stopped', reason: 'stopped by you' },
    { type: 'paused', step: 4 },
  ];
  const folded = foldJournal(records(...entries).map((record, index) => ({ ...record, time: at(index) })));
  expect(folded.pauses).toEqual([
    { step: 1, from: at(0), to: at(1) },
    { step: 2, from: at(2), to: at(4) },
    { step: 4, from: at(5), to: null },
  ]);
});

test('a run that ended before its first step and was begun anew has not ended', () => {
  const started: JournalEntry = {
    type: 'started',
    epochs: 2,
    steps: 4,
    engine: 'onnxruntime',
    trainable: 10,
    head: 5,
  };
  const folded = foldJournal(records({ type: 'failed', message: 'no data' }, started, step(1, 5)));
  expect(folded).toMatchObject({ end: null, lastStep: 1 });
});

test('what is known of the precision after the point of resumption is void as well', () => {
  const effect = (number: number): JournalEntry => ({
    ...{ type: 'precision', precision: 'float16', epoch: number, step: 2 * number },
    ...{ loss: 1.01, float32Loss: 1 },
  });
  const halved = (number: number): JournalEntry => ({ type: 'lossScale', step: number, from: 4, to: 2 });
  const folded = foldJournal(
    records(effect(0), halved(1), step(2, 4), effect(1), halved(3), effect(2), { type: 'resumed', fromStep: 2 }),
  );
  expect(folded.precisions.map(({ epoch }) => epoch)).toEqual([0, 1]);
  expect(folded.lossScales.map(({ step }) => step)).toEqual([1]);
});
