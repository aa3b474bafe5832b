import type { JournalEntry } from '../../protocol/journal';
import { RunHistory } from './runHistory';

const begin = Date.parse('2024-05-06T12:00:00.000Z');

/** A history of entries, each written at a second since noon. */
export function historyOf(entries: readonly (readonly [second: number, entry: JournalEntry])[]): RunHistory {
  const history = new RunHistory();
  entries.forEach(([second, entry], index) =>
    history.add({ ...entry, n: index + 1, time: new Date(begin + 1000 * second).toISOString() }),
  );
  return history;
}

export const started = (epochs: number, steps: number): JournalEntry => ({
  type: 'started',
  epochs,
  steps,
  engine: 'reference',
  trainable: 10,
  head: 5,
});

/** A step whose loss is its number. */
export const step = (number: number, more: Partial<JournalEntry & { type: 'step' }> = {}): JournalEntry => ({
  type: 'step',
  epoch: Math.ceil(number / 2),
  step: number,
  loss: number,
  accuracy: 0.5,
  learningRate: 0.1,
  gradientNorm: 1,
  timing: { seconds: 1, imagesPerSecond: 8, memoryBytes: 1e8 },
  ...more,
});

/** What bfloat16 does to the loss after an epoch of two steps. */
export const precision = (number: number, loss: number | null, float32Loss: number | null): JournalEntry => ({
  type: 'precision',
  epoch: number,
  step: 2 * number,
  precision: 'bfloat16',
  loss,
  float32Loss,
});

/** An epoch of two steps. */
export const epoch = (number: number, accuracy = 0.5): JournalEntry => ({
  type: 'epoch',
  epoch: number,
  step: 2 * number,
  train: { loss: 1, accuracy: 0.5 },
  validation: { loss: 2, accuracy },
});
