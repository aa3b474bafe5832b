import type { Timing } from '../protocol/journal';

export interface Stopwatch {
  /** Ends a step of so many images. */
  step(images: number): Timing;
  /** Ends an epoch, its evaluation included. */
  epoch(): Timing;
  /** Ends what belongs to no step or epoch. */
  aside(): Timing;
  /** What comes until `continue` doesn't count. */
  pause(): void;
  continue(): void;
  /** Since the start; throughput is that of the steps alone. */
  total(): { seconds: number; imagesPerSecond: number };
}

/** Measures the throughput and memory of a training. @param clock in milliseconds */
export function stopwatch(clock: () => number = () => performance.now()): Stopwatch {
  let pausedAt: number | null = null;
  let paused = 0;
  const now = () => (pausedAt ?? clock()) - paused;
  const start = now();
  let last = start;
  let epochStart = start;
  let epochImages = 0;
  let stepSeconds = 0;
  let allImages = 0;
  const since = (moment: number) => (now() - moment) / 1000;
  const timing = (seconds: number, images: number): Timing => ({
    seconds,
    imagesPerSecond: seconds > 0 ? images / seconds : 0,
    memoryBytes: process.memoryUsage.rss(),
  });
  return {
    step: images => {
      const seconds = since(last);
      last = now();
      epochImages += images;
      allImages += images;
      stepSeconds += seconds;
      return timing(seconds, images);
    },
    epoch: () => {
      const measured = timing(since(epochStart), epochImages);
      epochStart = last = now();
      epochImages = 0;
      return measured;
    },
    aside: () => {
      const seconds = since(last);
      epochStart = last = now();
      return { seconds };
    },
    pause: () => {
      pausedAt ??= clock();
    },
    continue: () => {
      if (pausedAt !== null) paused += clock() - pausedAt;
      pausedAt = null;
    },
    total: () => ({ seconds: since(start), imagesPerSecond: stepSeconds > 0 ? allImages / stepSeconds : 0 }),
  };
}
