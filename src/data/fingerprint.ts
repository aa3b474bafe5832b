import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { forEachConcurrently } from './concurrency';
import { byPath, type Item } from './item';

const FILES_AT_ONCE = 16;

/**
 * Identity of a data set: SHA-256, in hexadecimal, over each image's relative path and the SHA-256 of its file, sorted by
 * path. Equal on any machine that has the same files.
 */
export async function fingerprintImages(items: readonly Item[]): Promise<string> {
  const sorted = [...items].sort(byPath);
  const hashes: string[] = [];
  await forEachConcurrently(sorted, FILES_AT_ONCE, async ({ file }, index) => {
    hashes[index] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  });
  const whole = createHash('sha256');
  for (const [index, { path }] of sorted.entries()) whole.update(`${path}\0${hashes[index]}\n`);
  return whole.digest('hex');
}
