import { describe, expect } from 'vitest';
import { InputError } from '../protocol/inputError';
import { decodeImage } from './decode';
import { scanImageFolder } from './imageFolder';
import { checkImages, withoutQuarantined } from './quarantine';
import { test, writeImage, writeText } from './temporaryFolder';

const reason = 'it is not an image of a supported format (JPEG, PNG, WebP, TIFF, GIF, AVIF)';

async function damagedFolder(folder: string): Promise<void> {
  await writeImage(folder, 'cat/1.png');
  await writeText(folder, 'cat/2.png');
  await writeText(folder, 'dog/1.jpg');
  await writeImage(folder, 'dog/2.png');
}

test('files that do not decode are named with their reasons, in order, and the others are good', async ({ folder }) => {
  await damagedFolder(folder);
  const { train } = await scanImageFolder(folder);
  const progress: string[] = [];
  const result = await checkImages(train, item => decodeImage(item.file), {
    concurrency: 2,
    onProgress: (checked, total) => progress.push(`${checked}/${total}`),
  });
  expect(result.quarantined).toEqual([
    { path: 'cat/2.png', reason },
    { path: 'dog/1.jpg', reason },
  ]);
  expect(result.good.map(item => item.path)).toEqual(['cat/1.png', 'dog/2.png']);
  expect(progress).toEqual(['1/4', '2/4', '3/4', '4/4']);
});

test('a failure that is not the fault of the file ends the check', async ({ folder }) => {
  await damagedFolder(folder);
  const { train } = await scanImageFolder(folder);
  await expect(checkImages(train, () => Promise.reject(new RangeError('ours')))).rejects.toThrow(RangeError);
});

test('an aborted check stops', async ({ folder }) => {
  await damagedFolder(folder);
  const { train } = await scanImageFolder(folder);
  const controller = new AbortController();
  let prepared = 0;
  const check = checkImages(
    train,
    () => {
      prepared++;
      controller.abort(new Error('stopped'));
      return Promise.resolve();
    },
    { concurrency: 1, signal: controller.signal },
  );
  await expect(check).rejects.toThrow('stopped');
  expect(prepared).toBe(1);
});

describe('without the quarantined files', () => {
  test('the data set keeps its classes and its other images', async ({ folder }) => {
    await damagedFolder(folder);
    const scanned = await scanImageFolder(folder);
    const left = withoutQuarantined(scanned, [{ path: 'cat/2.png', reason }]);
    expect(left.classes).toEqual(['cat', 'dog']);
    expect(left.train.map(item => item.path)).toEqual(['cat/1.png', 'dog/1.jpg', 'dog/2.png']);
  });

  test('a class that has no image left is named, with a reason', async ({ folder }) => {
    await damagedFolder(folder);
    const scanned = await scanImageFolder(folder);
    const all = ['dog/1.jpg', 'dog/2.png'].map(path => ({ path, reason }));
    expect(() => withoutQuarantined(scanned, all)).toThrow(InputError);
    expect(() => withoutQuarantined(scanned, all)).toThrow(
      `No image in class "dog" of "${folder}" (data.path) can be decoded (dog/1.jpg: ${reason})`,
    );
  });

  test('a test folder that has no image left is an error, and one that keeps some is not', async ({ folder }) => {
    for (const path of ['train/a/1.png', 'train/b/1.png', 'test/a/1.png', 'test/b/1.png'])
      await writeText(folder, path);
    const scanned = await scanImageFolder(folder);
    const one = [{ path: 'test/a/1.png', reason }];
    expect(withoutQuarantined(scanned, one).test?.map(item => item.path)).toEqual(['test/b/1.png']);
    expect(() => withoutQuarantined(scanned, [...one, { path: 'test/b/1.png', reason }])).toThrow('the test folder');
  });
});
