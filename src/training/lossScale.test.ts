import { expect, test } from 'vitest';
import { firstLossScale, nextLossScale } from './lossScale';

test('a gradient that is not finite halves the scale, and the count begins anew', () => {
  expect(nextLossScale({ scale: 65536, updates: 1999 }, false)).toEqual({ scale: 32768, updates: 0 });
});

test('after 2000 updates in a row the scale doubles', () => {
  let scale = firstLossScale;
  for (let i = 0; i < 1999; i++) scale = nextLossScale(scale, true);
  expect(scale).toEqual({ scale: 65536, updates: 1999 });
  expect(nextLossScale(scale, true)).toEqual({ scale: 131072, updates: 0 });
});
