import { join } from 'node:path';
import { InputError } from '../protocol/inputError';
import { imageFilesUnder, subfolders } from './imageFiles';
import type { Item } from './item';

/** What is on disk: a folder of class folders, or `train`, `val` and `test` folders of them. */
export interface ImageFolder {
  readonly root: string;
  /** Class names, sorted by code units; an item's label is an index into them. */
  readonly classes: readonly string[];
  /** The images to train on, sorted by path, and to carve from what has no folder of its own. */
  readonly train: readonly Item[];
  /** Sorted by path; null where the data set has no validation folder. */
  readonly validation: readonly Item[] | null;
  /** Sorted by path; null where the data set has no test folder. */
  readonly test: readonly Item[] | null;
}

const VALIDATION_FOLDERS = ['val', 'validation', 'valid'];
const SPLIT_FOLDERS = ['train', 'test', ...VALIDATION_FOLDERS];

/**
 * Lists a data set: one folder of images per class (subfolders allowed), or `train` with `val` (`validation`, `valid`)
 * and `test` folders of class folders. Opens no image.
 *
 * @throws InputError for a missing folder, fewer than two classes, an empty class, an unknown class in val or test.
 */
export async function scanImageFolder(root: string): Promise<ImageFolder> {
  const folders = await subfolders(root, '');
  if (!isSplitLayout(folders)) {
    const classes = await requireClasses(root, '', folders);
    return { root, classes, train: await trainingImages(root, '', classes), validation: null, test: null };
  }
  const validationFolders = folders.filter(name => VALIDATION_FOLDERS.includes(name));
  if (validationFolders.length > 1) {
    throw new InputError(
      `The image folder "${root}" (data.path) has ${quoted(validationFolders)}, two folders for validation images: keep one of them.`,
    );
  }
  const classes = await requireClasses(root, 'train', await subfolders(root, 'train'));
  return {
    root,
    classes,
    train: await trainingImages(root, 'train', classes),
    validation: validationFolders.length === 0 ? null : await heldOutImages(root, validationFolders[0], classes),
    test: folders.includes('test') ? await heldOutImages(root, 'test', classes) : null,
  };
}

/**
 * The names of a data set's classes, without looking for its images.
 *
 * @throws InputError for a missing folder and for fewer than two classes.
 */
export async function classNames(root: string): Promise<readonly string[]> {
  const folders = await subfolders(root, '');
  return isSplitLayout(folders)
    ? requireClasses(root, 'train', await subfolders(root, 'train'))
    : requireClasses(root, '', folders);
}

function isSplitLayout(folders: readonly string[]): boolean {
  return folders.includes('train') && folders.every(name => SPLIT_FOLDERS.includes(name));
}

async function requireClasses(root: string, under: string, folders: readonly string[]): Promise<readonly string[]> {
  if (folders.length >= 2) return folders;
  const found =
    folders.length === 1
      ? `one class folder, "${folders[0]}"`
      : `no class folders (${(await imageFilesUnder(root, under)).length} images lie in it directly)`;
  throw new InputError(
    `The image folder "${join(root, under)}" (data.path) has ${found}: put the images of each class, of two or more, into a folder named after it.`,
  );
}

async function trainingImages(root: string, under: string, classes: readonly string[]): Promise<Item[]> {
  const perClass = await imagesOfClasses(root, under, classes);
  const empty = classes.filter((_, label) => perClass[label].length === 0);
  if (empty.length > 0) {
    throw new InputError(
      `The image folder "${join(root, under)}" (data.path) has no images in ${empty.length === 1 ? 'class' : 'classes'} ${quoted(empty)}: add images there or remove the folder.`,
    );
  }
  return perClass.flat();
}

async function heldOutImages(root: string, under: string, classes: readonly string[]): Promise<Item[]> {
  const unknown = (await subfolders(root, under)).filter(name => !classes.includes(name));
  if (unknown.length > 0) {
    throw new InputError(
      `The image folder "${join(root, under)}" (data.path) has ${quoted(unknown)}, which "${join(root, 'train')}" has no class folder for: add it to both or to neither.`,
    );
  }
  const items = (await imagesOfClasses(root, under, classes)).flat();
  if (items.length === 0) {
    throw new InputError(
      `The image folder "${join(root, under)}" (data.path) has no images in class folders: add some, or remove the folder to split off a share of the training images.`,
    );
  }
  return items;
}

async function imagesOfClasses(root: string, under: string, classes: readonly string[]): Promise<Item[][]> {
  const perClass: Item[][] = [];
  for (const [label, name] of classes.entries()) {
    const paths = await imageFilesUnder(root, under === '' ? name : `${under}/${name}`);
    perClass.push(paths.map(path => ({ path, file: join(root, path), label })));
  }
  return perClass;
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(name => `"${name}"`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
