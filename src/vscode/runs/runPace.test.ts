import { expect, test } from 'vitest';
import { runOf } from '../explorer/explorer.fixture';
import { RunPace, durationWords } from './runPace';

const at = (seconds: number, step: number, presence: 'running' | 'paused' = 'running') =>
  runOf('a-1', { presence, step, steps: 100, updated: 1000 * seconds });

test('a run that did ten steps in five seconds needs 40 for the other eighty', () => {
  const pace = new RunPace();
  pace.observe(at(10, 10));
  expect(pace.remaining(at(10, 10))).toBeNull();
  pace.observe(at(15, 20));
  expect(pace.remaining(at(15, 20))).toBe(40);
});

test('the pace is that of the last half minute', () => {
  const pace = new RunPace();
  for (const [seconds, step] of [
    [0, 1],
    [100, 2],
    [110, 12],
    [120, 22],
  ]) {
    pace.observe(at(seconds, step));
  }
  expect(pace.remaining(at(120, 22))).toBe(78);
});

test('a pause and a step back begin anew', () => {
  const pace = new RunPace();
  pace.observe(at(10, 10));
  pace.observe(at(15, 20));
  pace.observe(at(16, 20, 'paused'));
  expect(pace.remaining(at(16, 20))).toBeNull();
  pace.observe(at(20, 20));
  pace.observe(at(25, 5));
  expect(pace.remaining(at(25, 5))).toBeNull();
});

test.each([
  [0.4, '0:00'],
  [41, '0:41'],
  [725, '12:05'],
  [11_045, '3:04:05'],
])('%d seconds are %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});
