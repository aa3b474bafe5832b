import type { Preprocessing } from '../protocol/preprocessing';
import type { RgbImage } from './image';
import { resample } from './resample';

/**
 * What evaluation sees of an image: resized so that the crop is `cropFraction` of its shortest edge (or, for `squash`,
 * of both), then cropped in the centre to `imageSize` squared. Sizes and offsets are rounded as timm and torchvision do.
 */
export function evaluationTransform(image: RgbImage, preprocessing: Preprocessing): RgbImage {
  const { imageSize, interpolation } = preprocessing;
  const [width, height] = resizedSize(image, preprocessing);
  return resample(image, width, height, interpolation, {
    x: roundHalfToEven((width - imageSize) / 2),
    y: roundHalfToEven((height - imageSize) / 2),
    width: imageSize,
    height: imageSize,
  });
}

function resizedSize(image: RgbImage, { imageSize, resize, cropFraction }: Preprocessing): [number, number] {
  const target = Math.floor(imageSize / cropFraction);
  if (resize === 'squash') return [target, target];
  return image.width <= image.height
    ? [target, Math.trunc((target * image.height) / image.width)]
    : [Math.trunc((target * image.width) / image.height), target];
}

/** Python's `round`: a half goes to the even neighbour. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
