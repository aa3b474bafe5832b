import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atMostEvery } from './atMostEvery';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first value is passed on at once, then one per interval, the last always', () => {
  const passed: number[] = [];
  const { offer } = atMostEvery<number>(100, value => passed.push(value));
  for (const value of [1, 2, 3]) offer(value);
  expect(passed).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(passed).toEqual([1, 3]);
  offer(4);
  vi.advanceTimersByTime(1000);
  expect(passed).toEqual([1, 3, 4]);
});

test('a flush passes on what waits, once', () => {
  const passed: number[] = [];
  const { offer, flush } = atMostEvery<number>(100, value => passed.push(value));
  offer(1);
  offer(2);
  flush();
  flush();
  vi.advanceTimersByTime(1000);
  expect(passed).toEqual([1, 2]);
});
