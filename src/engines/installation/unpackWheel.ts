import { join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { type Installing, tell, tellBytes } from './installing';
import { headers, libraries } from './recipe';
import { findTool, runTool } from './runTool';
import { type ZipEntry, readZip, unpack } from './zipArchive';

/**
 * Unpacks what is needed of a wheel: libraries into their places in `folder`, headers into `work`, and the libraries
 * without their symbols for debugging where there is `strip`.
 * @throws {InputError} if it lacks a file
 */
export async function unpackWheel(
  wheel: string,
  { folder, work }: { folder: string; work: string },
  installing: Installing,
): Promise<void> {
  const entries = await readZip(wheel);
  const entry = (path: string): ZipEntry => {
    const found = entries.get(path);
    if (!found) throw new InputError(`${wheel} has no ${path}: take a wheel of TensorFlow 2.21 for Linux.`);
    return found;
  };
  await unpackAll(
    wheel,
    [
      ...libraries.map(path => [entry(path), join(folder, path)] as const),
      ...headers.map(path => [entry(`tensorflow/include/${path}`), join(work, 'include', path)] as const),
    ],
    'TensorFlow',
    installing,
  );
  if (!(await findTool([['strip']], installing))) return;
  tell(installing, 'Removing symbols for debugging');
  for (const path of libraries) {
    // What can't be stripped is only larger.
    await runTool('strip', ['--strip-unneeded', join(folder, path)], installing).catch(() => '');
    installing.signal.throwIfAborted();
  }
}

/** Unpacks files of an archive to where they go. */
export async function unpackAll(
  archive: string,
  files: readonly (readonly [entry: ZipEntry, destination: string])[],
  what: string,
  installing: Installing,
): Promise<void> {
  const total = files.reduce((sum, [{ size }]) => sum + size, 0);
  const say = tellBytes(installing, `Unpacking ${what}`);
  let done = 0;
  for (const [entry, destination] of files) {
    await unpack(archive, entry, destination, {
      signal: installing.signal,
      onBytes: bytes => say((done += bytes), total),
    });
  }
}
