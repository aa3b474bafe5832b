import { expect, test } from 'vitest';
import { crop, flipHorizontally, type RgbImage } from './image';

/** 3 x 2 pixels, each with its number in red. */
const image: RgbImage = {
  width: 3,
  height: 2,
  data: Uint8Array.from({ length: 18 }, (_, i) => (i % 3 === 0 ? i / 3 : 200 + (i % 3))),
};
const reds = ({ data }: RgbImage): number[] => [...data].filter((_, i) => i % 3 === 0);

test('a crop takes the pixels within its rectangle', () => {
  const part = crop(image, { x: 1, y: 0, width: 2, height: 2 });
  expect(reds(part)).toEqual([1, 2, 4, 5]);
  expect([...part.data.subarray(0, 3)]).toEqual([1, 201, 202]);
});

test('a crop that reaches outside is refused', () => {
  expect(() => crop(image, { x: 2, y: 0, width: 2, height: 1 })).toThrow('2x1 at 2,0');
});

test('a flip mirrors each row and leaves the original alone', () => {
  const mirrored = flipHorizontally(image);
  expect(reds(mirrored)).toEqual([2, 1, 0, 5, 4, 3]);
  expect([...mirrored.data.subarray(0, 3)]).toEqual([2, 201, 202]);
  expect(reds(image)).toEqual([0, 1, 2, 3, 4, 5]);
});
