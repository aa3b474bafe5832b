import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { InputError } from '../protocol/inputError';
import { byCodeUnits } from './item';

/** Extensions of the files that count as images. BMP counts although it can't be decoded, so that it is reported. */
const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.tif', '.tiff', '.gif', '.avif']);

interface Listing {
  readonly folders: string[];
  readonly files: string[];
}

/**
 * Names of the folders in a folder of the data set, sorted by code units; hidden ones are left out.
 *
 * @throws InputError when there is no such folder.
 */
export async function subfolders(root: string, under: string): Promise<string[]> {
  const folder = join(root, under);
  const status = await stat(folder).catch(() => undefined);
  if (status === undefined) {
    throw new InputError(
      `The image folder "${folder}" (data.path) does not exist: correct the path or create the folder.`,
    );
  }
  if (!status.isDirectory()) {
    throw new InputError(
      `"${folder}" (data.path) is a file, not a folder: name the folder that holds the class folders.`,
    );
  }
  return (await list(folder)).folders;
}

/**
 * The image files at any depth under a folder of the data set, as sorted paths relative to the root; none where the
 * folder is missing. Hidden files and folders are left out, symbolic links are followed.
 */
export async function imageFilesUnder(root: string, under: string): Promise<string[]> {
  const paths: string[] = [];
  await walk(root, under, [], paths);
  return paths.sort(byCodeUnits);
}

async function walk(root: string, under: string, ancestors: readonly string[], paths: string[]): Promise<void> {
  const folder = await realpath(join(root, under)).catch(() => undefined);
  // A link to one of its own ancestors would never end.
  if (folder === undefined || ancestors.includes(folder)) return;
  const { folders, files } = await list(folder);
  const prefix = under === '' ? '' : `${under}/`;
  for (const name of files) {
    if (EXTENSIONS.has(extname(name).toLowerCase())) paths.push(prefix + name);
  }
  for (const name of folders) await walk(root, prefix + name, [...ancestors, folder], paths);
}

async function list(folder: string): Promise<Listing> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(entry => !entry.name.startsWith('.'));
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of entries) {
    const kind = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => undefined) : entry;
    if (kind?.isDirectory()) folders.push(entry.name);
    // A link to nowhere is listed as a file, to be quarantined by name.
    else if (kind === undefined || kind.isFile()) files.push(entry.name);
  }
  return { folders: folders.sort(byCodeUnits), files };
}
