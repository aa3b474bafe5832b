import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { InputError } from '../protocol/inputError';
import { decodeImage } from './decode';
import { fingerprintImages } from './fingerprint';
import { scanImageFolder } from './imageFolder';
import { ensureSample } from './samples';
import { summarizeDataset } from './summary';
import { test, writeText } from './temporaryFolder';

const media = fileURLToPath(new URL('../../media', import.meta.url));

test('the digits are unpacked once, to a folder that scans as ten classes', async ({ folder }) => {
  const path = join(folder, 'samples', 'digits');
  expect(await ensureSample(path, media)).toEqual({ unpacked: 1797 });
  const { classes, train } = await scanImageFolder(path);
  expect(classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  const sizes = summarizeDataset(classes, train).classes.map(({ images }) => images);
  expect(sizes).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);

  // The first digit of the collection, grey values of 0 to 16.
  const { width, height, data } = await decodeImage(join(path, '0', '0000.png'));
  const greys = [...data].filter((_, i) => i % 3 === 0).map(value => Math.round((value * 16) / 255));
  expect([width, height]).toEqual([8, 8]);
  expect(greys.slice(0, 16)).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
  expect(await fingerprintImages(train)).toBe('5216091f4540df5b4dfae4011b147eb0de5548304a95ec30c1a681f077face5f');

  expect(await readFile(join(path, 'LICENSE.txt'), 'utf8')).toContain('CC BY 4.0');
  expect(await readdir(join(folder, 'samples'))).toEqual(['digits']);
  expect(await ensureSample(path, media)).toEqual({ unpacked: 0 });
});

test('two processes that unpack at once leave one whole sample', async ({ folder }) => {
  const path = join(folder, 'samples', 'digits');
  const results = await Promise.all([ensureSample(path, media), ensureSample(path, media)]);
  expect(results.map(({ unpacked }) => unpacked).sort((a, b) => a - b)).toEqual([0, 1797]);
  expect(await readdir(join(folder, 'samples'))).toEqual(['digits']);
  expect((await scanImageFolder(path)).train).toHaveLength(1797);
});

test('a folder that exists, and a path that names no sample, are left alone', async ({ folder }) => {
  await mkdir(join(folder, 'samples', 'digits'), { recursive: true });
  for (const path of ['samples/digits', 'samples/letters', 'data/digits']) {
    expect(await ensureSample(join(folder, path), media)).toEqual({ unpacked: 0 });
  }
  expect(await readdir(join(folder, 'samples', 'digits'))).toEqual([]);
  expect(await readdir(folder)).toEqual(['samples']);
});

test('nothing half-unpacked remains when the sample is damaged', async ({ folder }) => {
  await writeText(folder, 'media/samples/digits.png', 'damaged');
  await writeText(folder, 'media/samples/digits.json', await readFile(join(media, 'samples', 'digits.json'), 'utf8'));
  await expect(ensureSample(join(folder, 'work', 'samples', 'digits'), join(folder, 'media'))).rejects.toThrow();
  expect(await readdir(join(folder, 'work', 'samples'))).toEqual([]);
});

test('a place that cannot be written to is named', async ({ folder }) => {
  await writeText(folder, 'samples', 'a file in the way');
  const path = join(folder, 'samples', 'digits');
  await expect(ensureSample(path, media)).rejects.toThrow(
    new InputError(
      `The sample can't be unpacked to "${path}" (ENOTDIR): make its folder writable or name another one.`,
    ),
  );
});

test('the solids are unpacked in colour, as six classes of a hundred', async ({ folder }) => {
  const path = join(folder, 'samples', 'solids');
  expect(await ensureSample(path, media)).toEqual({ unpacked: 600 });
  const { classes, train } = await scanImageFolder(path);
  expect(classes).toEqual(['cone', 'cube', 'cylinder', 'pyramid', 'sphere', 'torus']);
  expect(summarizeDataset(classes, train).classes.map(({ images }) => images)).toEqual(Array(6).fill(100));

  const { width, height, data } = await decodeImage(join(path, 'cone', '000.png'));
  expect([width, height]).toEqual([48, 48]);
  const mosaic = await decodeImage(join(media, 'samples', 'solids.png'));
  const firstRows = [0, 1].map(row => mosaic.data.subarray(row * mosaic.width * 3, row * mosaic.width * 3 + 48 * 3));
  expect([...data.subarray(0, 2 * 48 * 3)]).toEqual(firstRows.flatMap(row => [...row]));
  expect(new Set([data[0], data[1], data[2]]).size).toBeGreaterThan(1);
});
