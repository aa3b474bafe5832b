import { expect, test } from 'vitest';
import { RunControl } from './control';

test('a run that is left alone goes on', () => {
  expect(new RunControl()).toMatchObject({ stopRequested: false, isPaused: false });
});

test('a run is paused until it is told to go on', () => {
  const control = new RunControl();
  control.pause();
  expect(control.isPaused).toBe(true);
  control.continue();
  expect(control.isPaused).toBe(false);
});

test('a run that is to stop is not paused any more, whatever is asked afterwards', () => {
  const control = new RunControl();
  control.pause();
  control.requestStop();
  control.pause();
  expect(control).toMatchObject({ stopRequested: true, isPaused: false });
});

test('a learning rate is taken once, and of two the later one', () => {
  const control = new RunControl();
  control.setLearningRate(0.1);
  control.setLearningRate(0.2);
  expect([control.takeLearningRate(), control.takeLearningRate()]).toEqual([0.2, null]);
});

test.each([
  ['a stop', (control: RunControl) => control.requestStop()],
  ['a pause', (control: RunControl) => control.pause()],
  ['the end of one', (control: RunControl) => control.continue()],
  ['a learning rate', (control: RunControl) => control.setLearningRate(1)],
])('%s wakes whoever waits', async (_, ask) => {
  const control = new RunControl();
  const waiting = Promise.all([control.asked(), control.asked()]);
  ask(control);
  await expect(waiting).resolves.toHaveLength(2);
});
