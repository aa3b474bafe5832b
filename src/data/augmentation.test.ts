import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Preprocessing } from '../protocol/preprocessing';
import { RandomStream } from '../random/stream';
import { cropBounds, drawCrop, randomlyCropped, randomlyFlipped } from './augmentation';
import { decodeImage } from './decode';
import { crop } from './image';
import { expected, fixtureFile } from './pillowFixtures';
import { resample } from './resample';

const torchvision = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] } as const;
const preprocessing: Preprocessing = {
  imageSize: 16,
  resize: 'squash',
  cropFraction: 1,
  interpolation: 'bicubic',
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

test('a random crop lies in the image and, unless it falls back, within the bounds of area and aspect', () => {
  const side = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(side, side, fc.integer(), (width, height, seed) => {
      const part = drawCrop({ width, height }, torchvision, new RandomStream(seed));
      expect(Math.min(part.x, part.y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(part.width, part.height)).toBeGreaterThan(0);
      expect(part.x + part.width).toBeLessThanOrEqual(width);
      expect(part.y + part.height).toBeLessThanOrEqual(height);
      if (Math.min(width, height) < 40) return;
      // Whole pixels: each side may be half a pixel off.
      expect((part.width + 0.5) * (part.height + 0.5)).toBeGreaterThanOrEqual(0.08 * width * height);
      expect((part.width + 0.5) / (part.height - 0.5)).toBeGreaterThanOrEqual(3 / 4);
      expect((part.width - 0.5) / (part.height + 0.5)).toBeLessThanOrEqual(4 / 3);
    }),
  );
});

test('crops cover small and large areas and move over the image', () => {
  const parts = Array.from({ length: 400 }, (_, i) =>
    drawCrop({ width: 200, height: 200 }, torchvision, new RandomStream(i)),
  );
  const areas = parts.map(part => (part.width * part.height) / 40_000);
  expect(Math.min(...areas)).toBeLessThan(0.12);
  expect(Math.max(...areas)).toBeGreaterThan(0.9);
  // Large areas fit more rarely, so the mean lies a little below the middle of 0.08 … 1.
  const mean = areas.reduce((a, b) => a + b) / areas.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
  expect(Math.max(...parts.map(part => part.x))).toBeGreaterThan(100);
});

test.each(expected.fallback)(
  'where no crop of $image fits, the centre is taken as torchvision does',
  ({ image, crop }) => {
    const impossible = { scale: [1.5, 1.5], ratio: [3 / 4, 4 / 3] } as const;
    expect(drawCrop(image, impossible, new RandomStream(0))).toEqual(crop);
  },
);

test.each(expected.crop)('a part of $width x $height, resized, has the bytes of torchvision', async fixture => {
  const part = crop(await decodeImage(fixtureFile(fixture.image)), fixture);
  expect(resample(part, fixture.size, fixture.size, 'bicubic').data).toEqual(fixture.data);
});

test('equal streams crop equally, others differently', async () => {
  const image = await decodeImage(fixtureFile('wide.png'));
  const cropped = (seed: number): Uint8Array =>
    randomlyCropped(image, preprocessing, torchvision, new RandomStream(seed)).data;
  expect(cropped(1)).toEqual(cropped(1));
  expect(cropped(1)).not.toEqual(cropped(2));
  expect(cropped(1).length).toBe(16 * 16 * 3);
});

test('about half of the images are flipped', () => {
  const image = { width: 2, height: 1, data: Uint8Array.of(1, 1, 1, 2, 2, 2) };
  const flipped = Array.from(
    { length: 1000 },
    (_, i) => randomlyFlipped(image, new RandomStream(i, 'flip')).data[0] === 2,
  );
  const share = flipped.filter(Boolean).length / flipped.length;
  expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
});

test('a random crop has the bounds of torchvision unless it names its own, or is off', () => {
  expect(cropBounds({ flip: false, randomResizedCrop: true })).toEqual(torchvision);
  const own = { scale: [0.5, 1], ratio: [1, 1] } as const;
  expect(cropBounds({ flip: false, randomResizedCrop: own })).toBe(own);
  expect(cropBounds({ flip: true, randomResizedCrop: false })).toBeNull();
});
