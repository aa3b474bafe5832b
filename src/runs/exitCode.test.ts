import { expect, test } from 'vitest';
import { exitCode } from './exitCode';

test('a process that a signal ended has the exit code that a shell gives it', () => {
  expect(exitCode({ code: null, signal: 'SIGKILL' })).toBe(137);
  expect(exitCode({ code: null, signal: 'SIGTERM' })).toBe(143);
});

test('a process that ended by itself has its own, and one that nobody saw none', () => {
  expect(exitCode({ code: 0, signal: null })).toBe(0);
  expect(exitCode({ code: 3, signal: null })).toBe(3);
  expect(exitCode({ code: null, signal: 'SIGWHAT' })).toBeNull();
  expect(exitCode(null)).toBeNull();
});
