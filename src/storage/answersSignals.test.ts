import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { answersSignals } from './answersSignals';

test('this process is there, and one that has ended is not', () => {
  expect(answersSignals(process.pid)).toBe(true);
  expect(answersSignals(spawnSync(process.execPath, ['-e', '']).pid)).toBe(false);
});

test('a process of somebody else is there', () => {
  expect(answersSignals(1)).toBe(true);
});
