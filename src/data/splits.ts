import { InputError } from '../protocol/inputError';
import { RandomStream } from '../random/stream';
import type { ImageFolder } from './imageFolder';
import { byPath, type Item } from './item';

/** How to divide a data set. A split that has a folder of its own is taken from there, whatever its share. */
export interface SplitOptions {
  /** Share of each class's images that is held out for validation, in [0, 1). */
  readonly validation: number;
  /** Share of each class's images that is held out for the test, in [0, 1). */
  readonly test: number;
  /** Training images to keep per class; null keeps all. */
  readonly shots: number | null;
  readonly seed: number;
}

/** Disjoint sets of images, each sorted by path. */
export interface Splits {
  readonly classes: readonly string[];
  readonly train: readonly Item[];
  readonly validation: readonly Item[];
  readonly test: readonly Item[];
}

/**
 * Divides each class by itself (stratified), rounding its shares to whole images. Which images go where depends on the
 * seed, the class name and the images' relative paths: not on the machine, the order of files, or other classes.
 * Held-out images are the same for any number of shots, and fewer shots are a subset of more.
 *
 * @throws InputError for a class left without training images or with fewer than `shots`, and for a share that holds
 * out no image at all.
 */
export function splitDataset(folder: ImageFolder, options: SplitOptions): Splits {
  const testShare = folder.test === null ? options.test : 0;
  const validationShare = folder.validation === null ? options.validation : 0;
  const train: Item[] = [];
  const validation: Item[] = [];
  const test: Item[] = [];
  for (const [name, items] of itemsByClass(folder)) {
    const testSize = Math.round(items.length * testShare);
    const validationSize = Math.round(items.length * validationShare);
    const trainSize = items.length - testSize - validationSize;
    if (trainSize < 1) throw nothingToTrainOn(folder, name, items.length, validationShare, testShare);
    const shots = options.shots ?? trainSize;
    if (shots > trainSize) throw tooManyShots(folder, name, trainSize, shots);
    const shuffled = inSeededOrder(items, name, options.seed);
    test.push(...shuffled.slice(0, testSize));
    validation.push(...shuffled.slice(testSize, testSize + validationSize));
    train.push(...shuffled.slice(testSize + validationSize, testSize + validationSize + shots));
  }
  if (testShare > 0 && test.length === 0) throw emptySplit(folder, 'test', testShare);
  if (validationShare > 0 && validation.length === 0) throw emptySplit(folder, 'validation', validationShare);
  return {
    classes: folder.classes,
    train: train.sort(byPath),
    validation: [...(folder.validation ?? validation)].sort(byPath),
    test: [...(folder.test ?? test)].sort(byPath),
  };
}

function itemsByClass(folder: ImageFolder): [string, Item[]][] {
  const groups: [string, Item[]][] = folder.classes.map(name => [name, []]);
  for (const item of folder.train) groups[item.label][1].push(item);
  return groups;
}

/** Each image draws its own rank, so that one image more or less moves hardly any of the others to another split. */
function inSeededOrder(items: readonly Item[], className: string, seed: number): Item[] {
  return items
    .map(item => ({ item, rank: new RandomStream(seed, 'split', className, item.path).uniform() }))
    .sort((a, b) => a.rank - b.rank || byPath(a.item, b.item))
    .map(({ item }) => item);
}

function nothingToTrainOn(
  folder: ImageFolder,
  name: string,
  size: number,
  validation: number,
  test: number,
): InputError {
  return new InputError(
    `Class "${name}" of "${folder.root}" has ${images(size)}, of which a data.validation of ${validation} and a data.test of ${test} leave none to train on: lower the shares or add images.`,
  );
}

function tooManyShots(folder: ImageFolder, name: string, size: number, shots: number): InputError {
  return new InputError(
    `Class "${name}" of "${folder.root}" has ${images(size)} to train on, but data.shots asks for ${shots}: lower data.shots or add images.`,
  );
}

function emptySplit(folder: ImageFolder, split: 'validation' | 'test', share: number): InputError {
  return new InputError(
    `The classes of "${folder.root}" are so small that a data.${split} of ${share} holds out no image at all: raise it, set it to 0, or add images.`,
  );
}

function images(count: number): string {
  return count === 1 ? '1 image' : `${count} images`;
}
