import { access, constants, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import sharp from 'sharp';
import type { RgbImage } from './image';

/** Beyond this an image is taken for a decompression bomb; the same bound as Pillow's. */
const PIXEL_LIMIT = 178_956_970;

// What is kept of the images is the image store's to decide: libvips would hold on to its last 50 MB besides.
sharp.cache(false);

/** A file that is not an image that can be decoded whole. */
export class UndecodableImage extends Error {
  override readonly name = 'UndecodableImage';

  constructor(
    readonly file: string,
    /** Why, as a phrase: "the file is empty". */
    readonly reason: string,
  ) {
    super(`"${file}" can't be decoded: ${reason}.`);
  }
}

/**
 * Decodes an image file on one of libuv's threads; no JavaScript runs between reading the file and its last pixel, so
 * decoding goes on while the calling thread is blocked.
 *
 * Pixels are those that Pillow's `convert('RGB')` gives: colour profiles of RGB images are not applied, because
 * backbones were trained without. It differs where Pillow's result is not what a person sees: EXIF orientation is
 * applied, transparency is laid on white, CMYK goes through a profile, 16 bits keep their upper 8. The first frame
 * stands for an animation. A file that is damaged but partly readable is refused.
 *
 * @throws UndecodableImage
 */
export async function decodeImage(file: string): Promise<RgbImage> {
  try {
    const { data, info } = await sharp(file, {
      failOn: 'warning',
      ignoreIcc: true,
      limitInputPixels: PIXEL_LIMIT,
      sequentialRead: true,
    })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3) return { width: info.width, height: info.height, data };
    throw new UndecodableImage(file, `it decodes to ${info.channels} channels instead of 3`);
  } catch (error) {
    throw error instanceof UndecodableImage ? error : new UndecodableImage(file, await reasonFor(file, error));
  }
}

/** In plain words: what the libraries say of a damaged file names their own parts. */
async function reasonFor(file: string, error: unknown): Promise<string> {
  const message = String(error);
  const status = await stat(file).catch(() => undefined);
  if (status === undefined) return 'the file is missing';
  if (status.isDirectory()) return 'it is a folder, not an image';
  if (status.size === 0) return 'the file is empty';
  if (message.includes('pixel limit')) return `it has more than ${PIXEL_LIMIT.toLocaleString('en')} pixels`;
  if (message.includes('unsupported image format')) {
    return extname(file).toLowerCase() === '.bmp'
      ? 'BMP is not supported, convert it to PNG'
      : 'it is not an image of a supported format (JPEG, PNG, WebP, TIFF, GIF, AVIF)';
  }
  const readable = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!readable) return 'the file may not be read, check its permissions';
  return /\bunsupported\b/i.test(message)
    ? 'it is of a kind that is not supported, convert it to PNG'
    : 'the file is damaged or cut short';
}
