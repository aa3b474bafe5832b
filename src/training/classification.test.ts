import { expect, test } from 'vitest';
import { addImages, meansOf, noImages, smoothedTargets, softmax } from './classification';

test('smoothed targets sum to one for each label, and padding rows are zero', () => {
  const targets = smoothedTargets([2, 0], 3, 4, 0.2);
  expect([...targets].map(value => Number(value.toFixed(4)))).toEqual([
    0.05, 0.05, 0.85, 0.05, 0.85, 0.05, 0.05, 0.05, 0, 0, 0, 0,
  ]);
});

test('softmax of large logits does not overflow', () => {
  expect(softmax([1000, 1000])).toEqual([0.5, 0.5]);
});

test('loss and accuracy are means over the labels alone, whatever the rows beyond them hold', () => {
  const logits = Float32Array.of(0, 0, 5, 0, 99, -99);
  const sums = addImages(noImages, logits, [1, 0], 2);
  expect(meansOf(sums).loss).toBeCloseTo((Math.log(2) + Math.log(1 + Math.exp(-5))) / 2, 6);
  // A tie goes to the first class.
  expect(meansOf(sums).accuracy).toBe(0.5);
});
