import type { Preprocessing } from '../protocol/preprocessing';
import type { RandomStream } from '../random/stream';
import { crop, flipHorizontally, type Rectangle, type RgbImage } from './image';
import { resample } from './resample';
import { roundHalfToEven } from './transform';

/** Bounds of a random crop, each `[least, most]`: its share of the image's area, and its width over its height. */
export interface RandomResizedCrop {
  readonly scale: readonly [number, number];
  readonly ratio: readonly [number, number];
}

/** Random changes to training images. `randomResizedCrop: true` stands for torchvision's bounds. */
export interface Augmentation {
  /** Mirror every other image, at random. */
  readonly flip: boolean;
  readonly randomResizedCrop: boolean | RandomResizedCrop;
}

const TORCHVISION_CROP: RandomResizedCrop = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] };
const ATTEMPTS = 10;

/** The bounds of an augmentation's random crop, or null where it has none. */
export function cropBounds({ randomResizedCrop }: Augmentation): RandomResizedCrop | null {
  if (typeof randomResizedCrop === 'object') return randomResizedCrop;
  return randomResizedCrop ? TORCHVISION_CROP : null;
}

/** A random part of the image, resized to `imageSize` squared (Szegedy et al. 2015, as in torchvision). */
export function randomlyCropped(
  image: RgbImage,
  { imageSize, interpolation }: Preprocessing,
  bounds: RandomResizedCrop,
  stream: RandomStream,
): RgbImage {
  return resample(crop(image, drawCrop(image, bounds, stream)), imageSize, imageSize, interpolation);
}

/** The image, or its mirror image with probability one half. */
export function randomlyFlipped(image: RgbImage, stream: RandomStream): RgbImage {
  return stream.uniform() < 0.5 ? flipHorizontally(image) : image;
}

/** Draws an area and a log-uniform aspect ratio until they fit into the image; after 10 misses the centre is taken. */
export function drawCrop(
  image: { readonly width: number; readonly height: number },
  { scale, ratio }: RandomResizedCrop,
  stream: RandomStream,
): Rectangle {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = image.width * image.height * between(scale[0], scale[1], stream);
    const aspect = Math.exp(between(Math.log(ratio[0]), Math.log(ratio[1]), stream));
    const width = roundHalfToEven(Math.sqrt(area * aspect));
    const height = roundHalfToEven(Math.sqrt(area / aspect));
    if (width > 0 && width <= image.width && height > 0 && height <= image.height) {
      const y = stream.integer(image.height - height + 1);
      const x = stream.integer(image.width - width + 1);
      return { x, y, width, height };
    }
  }
  return centreCrop(image.width, image.height, ratio);
}

function between(least: number, most: number, stream: RandomStream): number {
  return least + (most - least) * stream.uniform();
}

/** The largest part in the centre whose aspect ratio is within bounds. */
function centreCrop(
  imageWidth: number,
  imageHeight: number,
  [narrowest, widest]: readonly [number, number],
): Rectangle {
  const aspect = imageWidth / imageHeight;
  const width = aspect > widest ? roundHalfToEven(imageHeight * widest) : imageWidth;
  const height = aspect < narrowest ? roundHalfToEven(imageWidth / narrowest) : imageHeight;
  const x = Math.floor((imageWidth - width) / 2);
  return { x, y: Math.floor((imageHeight - height) / 2), width, height };
}
