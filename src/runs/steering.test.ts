import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../protocol/journal';
import { beginning } from '../training/train';
import { RunControl } from './control';
import type { LearningRateChange } from './learningRateChanges';
import { Steering } from './steering';

const at = (step: number) => ({ ...beginning, step });

function steered(changes: readonly LearningRateChange[] = []) {
  const told: string[] = [];
  const records: JournalEntry[] = [];
  const control = new RunControl();
  const recorder = {
    record: (entry: JournalEntry) => void records.push(entry),
    state: async (state: string) => void told.push(state),
  };
  const watch = { pause: () => void told.push('watch stands'), continue: () => void told.push('watch goes') };
  return { control, told, records, steering: new Steering(control, recorder, watch, 0.1, changes) };
}

test('nothing asked, nothing done', async () => {
  const { steering, told, records } = steered();
  expect(await steering.goOn(at(4))).toBe(true);
  expect([...told, ...records]).toEqual([]);
  expect(steering.peakAfter(4)).toBe(0.1);
});

test('a paused run waits, says so, and goes on when told to', async () => {
  const { control, steering, told, records } = steered();
  control.pause();
  let went = false;
  const going = steering.goOn(at(4)).then(answer => (went = answer));
  await turn();
  expect(went).toBe(false);
  expect(told).toEqual(['watch stands', 'paused']);
  control.continue();
  expect(await going).toBe(true);
  expect(told).toEqual(['watch stands', 'paused', 'watch goes', 'running']);
  expect(records).toEqual([
    { type: 'paused', step: 4 },
    { type: 'continued', step: 4 },
  ]);
});

test('a paused run can be stopped', async () => {
  const { control, steering, told, records } = steered();
  control.pause();
  const going = steering.goOn(at(4));
  await turn();
  control.requestStop();
  expect(await going).toBe(false);
  expect(told.at(-1)).toBe('stopping');
  expect(records).toEqual([{ type: 'paused', step: 4 }]);
});

test('a learning rate that is asked for in a pause is recorded at once', async () => {
  const { control, steering, records } = steered();
  control.pause();
  const going = steering.goOn(at(4));
  await turn();
  control.setLearningRate(0.5);
  await turn();
  expect(records.at(-1)).toEqual({ type: 'changed', step: 4, field: 'learningRate', from: 0.1, to: 0.5 });
  expect(steering.peakAfter(4)).toBe(0.5);
  expect(steering.peakAfter(3)).toBe(0.1);
  control.continue();
  await going;
});

test('a learning rate that is the present one is no change', async () => {
  const { control, steering, records } = steered([{ step: 2, from: 0.1, to: 0.5 }]);
  control.setLearningRate(0.5);
  await steering.goOn(at(4));
  expect(records).toEqual([]);
});
