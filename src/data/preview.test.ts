import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { scanImageFolder } from './imageFolder';
import { previewData } from './preview';
import { test, writeImage } from './temporaryFolder';

const { preprocessing } = findArchitecture('vit-nano-patch8-32');
const options = { validation: 0.25, test: 0.25, shots: null, seed: 0 };

async function writeImages(folder: string, counts: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) await writeImage(folder, `${name}/${i}.png`, 100, 50, 40);
  }
}

test('classes are counted, splits too, and every class is shown in turn as the network sees it', async ({ folder }) => {
  await writeImages(folder, { a: 8, b: 4 });
  const { thumbnails, ...counts } = await previewData(await scanImageFolder(folder), options, preprocessing, 5);
  expect(counts).toEqual({
    images: 12,
    classes: [
      { name: 'a', count: 8 },
      { name: 'b', count: 4 },
    ],
    splits: { train: 6, validation: 3, test: 3 },
    problem: null,
  });
  expect(thumbnails.map(({ className }) => className)).toEqual(['a', 'a', 'a', 'b', 'b']);
  const { width, height } = await sharp(Buffer.from(thumbnails[0].picture, 'base64')).metadata();
  expect({ width, height }).toEqual({ width: 32, height: 32 });
});

test('images that can not be divided are shown all the same, with the reason', async ({ folder }) => {
  await writeImages(folder, { a: 2, b: 1 });
  const preview = await previewData(
    await scanImageFolder(folder),
    { ...options, validation: 0, test: 0, shots: 3 },
    preprocessing,
    2,
  );
  expect(preview).toMatchObject({ images: 3, splits: null, problem: expect.stringMatching(/data\.shots asks for 3/) });
  expect(preview.thumbnails).toHaveLength(2);
});

test('a damaged file is left out', async ({ folder }) => {
  await writeImages(folder, { a: 2, b: 2 });
  for (const name of ['0.png', '1.png']) await writeFile(join(folder, 'a', name), 'no picture');
  const preview = await previewData(
    await scanImageFolder(folder),
    { ...options, validation: 0, test: 0 },
    preprocessing,
    2,
  );
  expect(preview.thumbnails.map(({ className }) => className)).toEqual(['b']);
});
