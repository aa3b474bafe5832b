import { basename, join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { packageLibraryFolder } from './addonLinking';
import { type Installing, reasonOf, tellBytes } from './installing';
import { unpackArchive } from './unpackArchive';

/**
 * Unpacks TensorFlow's library for C: what is loaded and the licences into their places in `folder`, headers into `work`.
 * @throws {InputError} if it holds no libraries, or is damaged
 */
export async function unpackLibrary(
  archive: string,
  { folder, work }: { folder: string; work: string },
  installing: Installing,
): Promise<void> {
  const { signal } = installing;
  const placing = { folder, work };
  try {
    const placed = await unpackArchive(archive, path => placeOf(path, placing), {
      signal,
      onBytes: tellBytes(installing, 'Unpacking TensorFlow'),
    });
    if (!placed.some(path => isLibrary(basename(path)))) throw new Error('it has no libraries of TensorFlow');
  } catch (error) {
    signal.throwIfAborted();
    throw new InputError(`${archive} can't be unpacked (${reasonOf(error)}): delete it, and try again.`);
  }
}

const isLibrary = (name: string) => /^(libtensorflow(_framework)?\.[\w.]+|tensorflow\.dll)$/.test(name);

/** Archives for Windows come with a folder `lib` or without. There a library is looked for beside what loads it. */
export function placeOf(path: string, { folder, work }: { folder: string; work: string }): string | null {
  const name = basename(path);
  if (name.endsWith('.dll')) return isLibrary(name) ? join(folder, 'lib', 'napi-v8', name) : null;
  if (isLibrary(name)) return join(folder, packageLibraryFolder, name);
  if (/^[A-Z_]*LICENSES?$/.test(name)) return join(folder, 'deps', path);
  return /^include\/.*\.h$/.test(path) ? join(work, path) : null;
}
