import { expect, test } from 'vitest';
import { stopwatch } from './stopwatch';

test('time in which a run is paused counts nowhere', () => {
  let now = 0;
  const watch = stopwatch(() => now);
  now = 1000;
  watch.pause();
  now = 60_000;
  watch.continue();
  now = 61_000;
  expect(watch.step(8)).toMatchObject({ seconds: 2, imagesPerSecond: 4 });
  expect(watch.epoch()).toMatchObject({ seconds: 2, imagesPerSecond: 4 });
  expect(watch.total()).toEqual({ seconds: 2, imagesPerSecond: 4 });
});

test('a run that is asked for its time while it is paused says that of when the pause began', () => {
  let now = 0;
  const watch = stopwatch(() => now);
  now = 3000;
  watch.pause();
  watch.pause();
  now = 9000;
  expect(watch.total().seconds).toBe(3);
});

test('what belongs to no step or epoch counts in the total alone', () => {
  let now = 0;
  const watch = stopwatch(() => now);
  now = 500;
  expect(watch.aside()).toEqual({ seconds: 0.5 });
  now = 2500;
  expect(watch.step(8)).toMatchObject({ seconds: 2, imagesPerSecond: 4 });
  expect(watch.epoch()).toMatchObject({ seconds: 2 });
  expect(watch.total()).toEqual({ seconds: 2.5, imagesPerSecond: 4 });
});
