import { expect, test } from 'vitest';
import { epoch, historyOf, precision, started, step } from './runHistory.fixture';
import { remainingSeconds } from './remainingTime';

const list = (values: Float64Array | undefined) => [...(values ?? [])];

test('what was recorded of steps after the point of resumption is void', () => {
  const history = historyOf([
    [0, started(2, 4)],
    [1, step(1)],
    [2, step(2)],
    [3, epoch(1)],
    [4, step(3)],
    [5, { type: 'test', epoch: 1, loss: 1, accuracy: 1, count: 5 }],
    [90, { type: 'resumed', fromStep: 2 }],
    [91, step(3, { loss: 30 })],
  ]);
  expect(list(history.measures.get('loss.train')?.values)).toEqual([1, 2, 30]);
  expect(history.epochs).toHaveLength(1);
  expect(history.test).toBeNull();
});

test('an epoch that is validated again, because its end was not saved, is there once', () => {
  const history = historyOf([
    [0, started(2, 4)],
    [1, step(1)],
    [2, step(2)],
    [3, epoch(1)],
    [90, { type: 'resumed', fromStep: 2 }],
    [91, epoch(1)],
  ]);
  expect(history.epochs).toMatchObject([{ epoch: 1, step: 2 }]);
});

test('what a precision does to the loss is void as the steps before it are, and measured again it is known once', () => {
  const history = historyOf([
    [0, started(2, 4)],
    [1, precision(0, 2.5, 2)],
    [2, step(1)],
    [3, step(2)],
    [4, precision(1, 1.5, 1)],
    [5, step(3)],
    [6, step(4)],
    [7, precision(2, 0.5, 0.25)],
    [90, { type: 'resumed', fromStep: 2 }],
    [91, precision(1, 1.25, 1)],
  ]);
  expect(history.precision.map(({ epoch, loss }) => [epoch, loss])).toEqual([
    [0, 2.5],
    [1, 1.25],
  ]);
});

test('time in training leaves out pauses, and what lies between an end and a resumption', () => {
  const history = historyOf([
    [0, started(2, 4)],
    [1, step(1)],
    [2, { type: 'paused', step: 1 }],
    [12, { type: 'continued', step: 1 }],
    [13, step(2)],
    [14, { type: 'stopped', reason: 'stopped by you' }],
    [99, { type: 'resumed', fromStep: 2 }],
    [100, step(3)],
  ]);
  expect(list(history.elapsed.values)).toEqual([1, 3, 4]);
});

test('a module that is measured later has gaps before, and one that is no more has them after', () => {
  const history = historyOf([
    [1, step(1, { modules: { head: 1 } })],
    [2, step(2, { modules: { lora: 2 } })],
  ]);
  expect(list(history.modules.get('head')?.values)).toEqual([1, NaN]);
  expect(list(history.modules.get('lora')?.values)).toEqual([NaN, 2]);
});

test('the time left counts the steps to come and a validation for each epoch', () => {
  const history = historyOf([
    [0, started(3, 6)],
    [1, step(1)],
    [2, step(2)],
    [12, epoch(1)],
    [13, step(3)],
  ]);
  expect(remainingSeconds(history)).toBe(3 * 1 + 2 * 10);
});

test('a step that waited long says nothing of the time left, and before the first step nobody knows', () => {
  const steps = [1, 2, 3].map(n => [n, step(n, { timing: { seconds: n === 2 ? 500 : 1 } })] as const);
  expect(remainingSeconds(historyOf([[0, started(1, 10)], ...steps]))).toBe(7);
  expect(remainingSeconds(historyOf([[0, started(1, 10)]]))).toBeNull();
});
