import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { test as base } from 'vitest';

/** For tests: vitest's `test` with a `folder` of the test's own, removed afterwards. */
export const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads from the pattern which fixtures this one needs
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'visual-tuning-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

/** For tests: writes a PNG of one grey value at a path under the folder. Returns the file. */
export async function writeImage(folder: string, path: string, grey = 100, width = 6, height = 4): Promise<string> {
  const file = await prepared(folder, path);
  await sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .png()
    .toFile(file);
  return file;
}

/** For tests: writes a file that may be no image at all. Returns the file. */
export async function writeText(folder: string, path: string, text = 'not an image'): Promise<string> {
  const file = await prepared(folder, path);
  await writeFile(file, text);
  return file;
}

async function prepared(folder: string, path: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  return file;
}
