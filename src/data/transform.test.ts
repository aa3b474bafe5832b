import { expect, test } from 'vitest';
import type { Preprocessing } from '../protocol/preprocessing';
import { decodeImage } from './decode';
import { normalizeInto } from './normalize';
import { expected, fixtureFile } from './pillowFixtures';
import { evaluationTransform, roundHalfToEven } from './transform';

test.each(expected.transform)(
  '$image, resized by $preprocessing.resize to $preprocessing.imageSize at $preprocessing.cropFraction, is the tensor of timm',
  async ({ image, preprocessing, data }) => {
    const transformed = evaluationTransform(await decodeImage(fixtureFile(image)), preprocessing);
    const tensor = new Float32Array(3 * preprocessing.imageSize ** 2);
    normalizeInto(tensor, 0, transformed, preprocessing);
    expect(tensor).toEqual(data);
  },
);

test('an extremely long image is reduced without resizing all of it', () => {
  const preprocessing: Preprocessing = {
    imageSize: 224,
    resize: 'shortest-edge',
    cropFraction: 0.9,
    interpolation: 'bicubic',
    mean: [0, 0, 0],
    std: [1, 1, 1],
  };
  const line = { width: 20_000, height: 1, data: new Uint8Array(60_000).fill(77) };
  const transformed = evaluationTransform(line, preprocessing);
  expect([transformed.width, transformed.height]).toEqual([224, 224]);
  expect(transformed.data.every(value => value === 77)).toBe(true);
});

test('halves are rounded to the even neighbour', () => {
  expect([0.5, 1.5, 2.5, 2.4, 2.6, 3].map(roundHalfToEven)).toEqual([0, 2, 2, 2, 3, 3]);
});
