import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureFolder } from './folder';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'folder-'));
});
afterEach(() => rm(root, { recursive: true }));

test('a folder is made with all that are above it, by any number at once', async () => {
  // Whether two of them meet is chance: each round has twenty that may.
  for (let round = 0; round < 20; round++) {
    const path = join(root, `${round}`, 'a', 'b', 'c');
    await Promise.all(Array.from({ length: 20 }, () => ensureFolder(path)));
    expect((await stat(path)).isDirectory()).toBe(true);
  }
});

test('a folder that is there is left as it is', async () => {
  await writeFile(join(root, 'file'), 'kept');
  await ensureFolder(root);
  expect((await stat(join(root, 'file'))).size).toBe(4);
});

test('a file in the way is an error', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(ensureFolder(join(root, 'file'))).rejects.toThrow('EEXIST');
  await expect(ensureFolder(join(root, 'file', 'a', 'b'))).rejects.toThrow('ENOTDIR');
});

test.runIf(process.platform === 'linux')('where no folder can be made it fails in no time', async () => {
  await expect(ensureFolder('/proc/a/b/c')).rejects.toThrow('ENOENT');
});
