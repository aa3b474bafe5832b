import type { Timing } from '../protocol/journal';

export interface Stopwatch {
  /** Ends a step of so many images. */
  step(images: number): Timing;
  /** Ends an epoch, its evaluation included. */
  epoch(): Timing;
  /** Since the start; throughput is that of the steps alone. */
  total(): { seconds: number; imagesPerSecond: number };
}

/** Measures the throughput and memory of a training. */
export function stopwatch(): Stopwatch {
  const start = performance.now();
  let last = start;
  let epochStart = start;
  let epochImages = 0;
  let stepSeconds = 0;
  let allImages = 0;
  const since = (moment: number) => (performance.now() - moment) / 1000;
  const timing = (seconds: number, images: number): Timing => ({
    seconds,
    imagesPerSecond: seconds > 0 ? images / seconds : 0,
    memoryBytes: process.memoryUsage.rss(),
  });
  return {
    step: images => {
      const seconds = since(last);
      last = performance.now();
      epochImages += images;
      allImages += images;
      stepSeconds += seconds;
      return timing(seconds, images);
    },
    epoch: () => {
      const measured = timing(since(epochStart), epochImages);
      epochStart = last = performance.now();
      epochImages = 0;
      return measured;
    },
    total: () => ({ seconds: since(start), imagesPerSecond: stepSeconds > 0 ? allImages / stepSeconds : 0 }),
  };
}
