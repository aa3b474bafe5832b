import sharp from 'sharp';
import { expect, test } from 'vitest';
import { attentionPicture } from './attentionPicture';

const white = { width: 4, height: 4, data: new Uint8Array(48).fill(255) };

async function pixelsOf(png: Buffer) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)],
  };
}

test('each patch is one square, brightest where the map is largest; the image alone stays as it is', async () => {
  const map = Float32Array.of(0, 0.1, 0.05, 0.2);
  const { at } = await pixelsOf(
    await attentionPicture(
      white,
      2,
      [
        { map: null, brightest: 0, caption: ['image'] },
        { map, brightest: 0.2, caption: ['map'] },
      ],
      [],
    ),
  );
  const second = 16 + 288 + 16;
  expect(at(20, 20)).toEqual([255, 255, 255]);
  const squares = [at(second + 10, 30), at(second + 200, 30), at(second + 10, 200), at(second + 200, 200)];
  const brightness = squares.map(([red, green, blue]) => red + green + blue);
  expect(brightness.map((_, i) => i).sort((a, b) => brightness[a] - brightness[b])).toEqual([0, 2, 1, 3]);
  expect(at(second + 10, 30)).toEqual(at(second + 140, 150));
});

test('the footer is broken into lines, and what would break the drawing is written as text', async () => {
  const one = [{ map: null, brightest: 0, caption: ['<b>&"\u0001'] }];
  const short = await pixelsOf(await attentionPicture(white, 2, one, ['run']));
  const long = await pixelsOf(await attentionPicture(white, 2, one, ['a run with a name that is long, '.repeat(4)]));
  expect(long.width).toBe(short.width);
  expect(long.height).toBeGreaterThan(short.height);
});
