import { expect, test } from 'vitest';
import { decodeImage } from './decode';
import { crop, type RgbImage } from './image';
import { expected, fixtureFile } from './pillowFixtures';
import { resample } from './resample';

test.each(expected.resample)(
  'resampling $image to $width x $height ($interpolation) gives the bytes of Pillow',
  async ({ image, width, height, interpolation, data }) => {
    const resized = resample(await decodeImage(fixtureFile(image)), width, height, interpolation);
    expect(resized).toEqual({ width, height, data });
  },
);

test.each(['nearest', 'bilinear', 'bicubic', 'lanczos'] as const)(
  'a region of a resized image (%s) has the pixels that a crop of the whole has',
  async interpolation => {
    const image = await decodeImage(fixtureFile('wide.png'));
    const region = { x: 7, y: 3, width: 21, height: 9 };
    expect(resample(image, 40, 15, interpolation, region)).toEqual(
      crop(resample(image, 40, 15, interpolation), region),
    );
  },
);

test('an image of the wanted size keeps its pixels', async () => {
  const image = await decodeImage(fixtureFile('tall.png'));
  for (const interpolation of ['nearest', 'bilinear', 'bicubic', 'lanczos'] as const) {
    expect(Buffer.compare(resample(image, 17, 23, interpolation).data, image.data)).toBe(0);
  }
});

test('a single pixel fills any size with its colour', () => {
  const pixel: RgbImage = { width: 1, height: 1, data: Uint8Array.of(10, 200, 255) };
  const { data } = resample(pixel, 3, 2, 'bicubic');
  expect([...data]).toEqual(Array.from({ length: 6 }, () => [10, 200, 255]).flat());
});

test('a region outside the resized image is refused', () => {
  const pixel: RgbImage = { width: 1, height: 1, data: Uint8Array.of(0, 0, 0) };
  expect(() => resample(pixel, 4, 4, 'bilinear', { x: 1, y: 0, width: 4, height: 4 })).toThrow(RangeError);
});
