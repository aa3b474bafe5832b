import sharp from 'sharp';
import { type RgbImage, type Rectangle, crop } from '../../data/image';

const rawOf = ({ data, width, height }: RgbImage) => sharp(data, { raw: { width, height, channels: 3 } });

/** An image as a PNG file in base64. */
export async function pictureOf(image: RgbImage): Promise<string> {
  const png = await rawOf(image).png({ compressionLevel: 3 }).toBuffer();
  return png.toString('base64');
}

/** The same for a strip of images: at most this many pixels wide and high. */
export async function thumbnailOf(image: RgbImage, side: number): Promise<string> {
  if (image.width <= side && image.height <= side) return pictureOf(image);
  const png = await rawOf(image).resize(side, side, { fit: 'inside' }).png({ compressionLevel: 6 }).toBuffer();
  return png.toString('base64');
}

/** A part of an image as a PNG file in base64. */
export function pictureOfPart(image: RgbImage, part: Rectangle): Promise<string> {
  return pictureOf(crop(image, part));
}
