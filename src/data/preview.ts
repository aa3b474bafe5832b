import sharp from 'sharp';
import type { Preview } from '../protocol/inspection';
import { InputError } from '../protocol/inputError';
import type { Preprocessing } from '../protocol/preprocessing';
import { decodeImage, UndecodableImage } from './decode';
import type { ImageFolder } from './imageFolder';
import type { Item } from './item';
import { type SplitOptions, type Splits, splitDataset } from './splits';
import { summarizeDataset } from './summary';
import { evaluationTransform } from './transform';

/**
 * What a data set looks like to a network: how many images of which class, how they are divided, and some of the
 * training images (of all of them, where they can't be divided). Decodes no others.
 * @param thumbnails how many images to show at most
 */
export async function previewData(
  folder: ImageFolder,
  options: SplitOptions,
  preprocessing: Preprocessing,
  thumbnails: number,
  signal?: AbortSignal,
): Promise<Preview> {
  const items = [...folder.train, ...(folder.validation ?? []), ...(folder.test ?? [])];
  const { images, classes } = summarizeDataset(folder.classes, items);
  const division = divide(folder, options);
  const shown = spread('splits' in division ? division.splits.train : folder.train, folder.classes.length, thumbnails);
  const made: Preview['thumbnails'] = [];
  for (const item of shown) {
    signal?.throwIfAborted();
    const picture = await pictureOf(item, preprocessing);
    if (picture !== null) made.push({ className: folder.classes[item.label], file: item.file, picture });
  }
  return {
    images,
    classes: classes.map(({ name, images: count }) => ({ name, count })),
    splits: 'splits' in division ? sizesOf(division.splits) : null,
    problem: 'splits' in division ? null : division.problem,
    thumbnails: made,
  };
}

function divide(folder: ImageFolder, options: SplitOptions): { splits: Splits } | { problem: string } {
  try {
    return { splits: splitDataset(folder, options) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problem: error.message };
  }
}

const sizesOf = ({ train, validation, test }: Splits) => ({
  train: train.length,
  validation: validation.length,
  test: test.length,
});

/** Some items, class after class: the first of each, then the second of each … */
function spread(items: readonly Item[], classes: number, most: number): Item[] {
  const byClass = Array.from({ length: classes }, (_, label) => items.filter(item => item.label === label));
  const rounds = Math.ceil(most / Math.max(1, classes));
  const inTurn = Array.from({ length: rounds }, (_, round) => byClass.flatMap(own => own.slice(round, round + 1)));
  return inTurn
    .flat()
    .slice(0, most)
    .sort((a, b) => a.label - b.label);
}

/** A PNG in base64 of what evaluation sees of an image; null where it can't be decoded. */
async function pictureOf({ file }: Item, preprocessing: Preprocessing): Promise<string | null> {
  try {
    const { width, height, data } = evaluationTransform(await decodeImage(file), preprocessing);
    const png = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    return png.toString('base64');
  } catch (error) {
    if (!(error instanceof UndecodableImage)) throw error;
    return null;
  }
}
