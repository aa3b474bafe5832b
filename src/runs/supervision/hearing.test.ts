import { expect, test } from 'vitest';
import { Hearing } from './hearing';

function hearingAt() {
  const clock = { now: 0 };
  return { clock, hearing: new Hearing(() => clock.now) };
}

test('a process that says where it listens but is not heard is lost after 10 s without a connection, 60 s with one', () => {
  const { clock, hearing } = hearingAt();
  hearing.isExpected = true;
  clock.now = 10_000;
  expect(hearing.isLost).toBe(false);
  clock.now = 10_001;
  expect(hearing.isLost).toBe(true);
  hearing.isConnected = true;
  expect(hearing.isLost).toBe(false);
  clock.now = 60_001;
  expect(hearing.isLost).toBe(true);
  hearing.heard();
  expect(hearing.isLost).toBe(false);
});

test('a process that listens nowhere is not lost', () => {
  const { clock, hearing } = hearingAt();
  clock.now = 1e9;
  expect(hearing.isLost).toBe(false);
});

test('the longest silence between two words is remembered', () => {
  const { clock, hearing } = hearingAt();
  for (const now of [1000, 9000, 10_000]) {
    clock.now = now;
    hearing.heard();
  }
  clock.now = 12_000;
  expect([hearing.longestSilence, hearing.silence]).toEqual([8000, 2000]);
});
