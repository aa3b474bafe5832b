import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

/**
 * Makes a folder and those above it that are missing; many may do so at once. Node's own recursive `mkdir` never returns
 * where a file system says that a folder isn't there and lets none be made, as /proc does.
 */
export async function ensureFolder(path: string): Promise<void> {
  try {
    await makeUnlessThere(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const parent = dirname(resolve(path));
    if (!(await isFolder(parent))) await ensureFolder(parent);
    // What is above it is there now, whoever made it; if it still can't be made, it can't be.
    await makeUnlessThere(path);
  }
}

async function makeUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
  }
}

const isFolder = (path: string) =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
