import { expect, test } from 'vitest';
import { sequentialRamp } from './colourRamp';
import { mapPixels } from './mapPixels';

test('the lowest value has the first colour and the highest the last, all of them opaque', () => {
  const pixels = mapPixels(Float32Array.from([1, 3]), { low: 1, high: 3 }, sequentialRamp);
  expect([...pixels]).toEqual([...sequentialRamp.subarray(0, 3), 255, ...sequentialRamp.subarray(-3), 255]);
});

test('where there is no value, nothing is painted', () => {
  expect([...mapPixels(Float32Array.of(Number.NaN), { low: 0, high: 1 }, sequentialRamp)]).toEqual([0, 0, 0, 0]);
});
