import { expect, test } from 'vitest';
import { RandomStream } from '../../random/stream';
import { renderSolid } from './render';
import { distanceTo, solids } from './solid';

test.each(solids)('a %s holds its middle, and is bounded', solid => {
  expect(distanceTo[solid]([0.7, 0, 0]) < 0 || distanceTo[solid]([0, 0, 0]) < 0).toBe(true);
  for (const far of [2, -2]) {
    expect(distanceTo[solid]([far, 0, 0])).toBeGreaterThan(0);
    expect(distanceTo[solid]([0, far, 0])).toBeGreaterThan(0);
    expect(distanceTo[solid]([0, 0, far])).toBeGreaterThan(0);
  }
});

test.each(solids)('a %s is drawn in colour, the same for the same stream', solid => {
  const draw = (seed: number) => renderSolid(solid, 24, new RandomStream(seed)).data;
  expect(draw(0)).toEqual(draw(0));
  expect(draw(0)).not.toEqual(draw(1));
  const isGrey = [...draw(0)].every((value, i, all) => i % 3 === 0 || value === all[i - 1]);
  expect(isGrey).toBe(false);
});
