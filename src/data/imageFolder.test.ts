import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { InputError } from '../protocol/inputError';
import { scanImageFolder } from './imageFolder';
import { test, writeText } from './temporaryFolder';

async function fill(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await writeText(folder, path);
}

async function refusal(folder: string): Promise<string> {
  const error: unknown = await scanImageFolder(folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return error instanceof Error ? error.message : '';
}

test('classes are the folders in order of code units, and labels their places', async ({ folder }) => {
  await fill(folder, ['2/b.png', '2/a.JPG', '10/x.webp', 'Z/q.tiff']);
  const scanned = await scanImageFolder(folder);
  expect(scanned.classes).toEqual(['10', '2', 'Z']);
  expect(scanned.train).toEqual([
    { path: '10/x.webp', file: join(folder, '10', 'x.webp'), label: 0 },
    { path: '2/a.JPG', file: join(folder, '2', 'a.JPG'), label: 1 },
    { path: '2/b.png', file: join(folder, '2', 'b.png'), label: 1 },
    { path: 'Z/q.tiff', file: join(folder, 'Z', 'q.tiff'), label: 2 },
  ]);
  expect([scanned.validation, scanned.test]).toEqual([null, null]);
});

test('images in subfolders of a class belong to it', async ({ folder }) => {
  await fill(folder, ['cat/2020/a.png', 'cat/b.png', 'dog/deep/er/c.png']);
  const { train } = await scanImageFolder(folder);
  expect(train.map(item => [item.path, item.label])).toEqual([
    ['cat/2020/a.png', 0],
    ['cat/b.png', 0],
    ['dog/deep/er/c.png', 1],
  ]);
});

test('hidden files and folders, other files, and files at the root are left out', async ({ folder }) => {
  await fill(folder, ['LICENSE.txt', 'root.png', '.cache/a.png', 'cat/a.png', 'cat/.b.png', 'cat/c.txt', 'dog/d.gif']);
  const { classes, train } = await scanImageFolder(folder);
  expect(classes).toEqual(['cat', 'dog']);
  expect(train.map(item => item.path)).toEqual(['cat/a.png', 'dog/d.gif']);
});

test('symbolic links are followed, and circles end', async ({ folder }) => {
  await fill(folder, ['store/a.png', 'data/dog/d.png']);
  await symlink(join(folder, 'store'), join(folder, 'data', 'cat'), 'junction');
  await symlink(join(folder, 'data', 'dog'), join(folder, 'data', 'dog', 'again'), 'junction');
  const { train } = await scanImageFolder(join(folder, 'data'));
  expect(train.map(item => item.path)).toEqual(['cat/a.png', 'dog/d.png']);
});

describe('train, val and test folders', () => {
  test('are the splits, whose labels are those of train', async ({ folder }) => {
    await fill(folder, ['train/a/1.png', 'train/b/2.png', 'val/b/3.png', 'test/a/4.png']);
    const scanned = await scanImageFolder(folder);
    expect(scanned.classes).toEqual(['a', 'b']);
    expect(scanned.train.map(item => item.path)).toEqual(['train/a/1.png', 'train/b/2.png']);
    expect(scanned.validation?.map(item => [item.path, item.label])).toEqual([['val/b/3.png', 1]]);
    expect(scanned.test?.map(item => [item.path, item.label])).toEqual([['test/a/4.png', 0]]);
  });

  test.for(['val', 'valid', 'validation'])('may name the validation images "%s"', async (name, { folder }) => {
    await fill(folder, ['train/a/1.png', 'train/b/2.png', `${name}/b/3.png`]);
    const scanned = await scanImageFolder(folder);
    expect(scanned.validation?.map(item => item.path)).toEqual([`${name}/b/3.png`]);
    expect(scanned.test).toBeNull();
  });

  test('are classes like any others beside a folder of another name', async ({ folder }) => {
    await fill(folder, ['train/1.png', 'test/2.png', 'bus/3.png']);
    expect((await scanImageFolder(folder)).classes).toEqual(['bus', 'test', 'train']);
  });

  test('are refused with a class that train lacks, with no images, or twice for validation', async ({ folder }) => {
    await fill(join(folder, 'unknown'), ['train/a/1.png', 'train/b/2.png', 'test/c/3.png']);
    expect(await refusal(join(folder, 'unknown'))).toContain('"c"');
    await fill(join(folder, 'flat'), ['train/a/1.png', 'train/b/2.png', 'test/3.png']);
    expect(await refusal(join(folder, 'flat'))).toContain('no images in class folders');
    await fill(join(folder, 'twice'), ['train/a/1.png', 'train/b/2.png', 'val/a/3.png', 'valid/a/4.png']);
    expect(await refusal(join(folder, 'twice'))).toContain('"val", "valid"');
  });
});

describe('one sentence says what is wrong with', () => {
  test('a folder that does not exist', async ({ folder }) => {
    const missing = join(folder, 'nowhere');
    expect(await refusal(missing)).toBe(
      `The image folder "${missing}" (data.path) does not exist: correct the path or create the folder.`,
    );
  });

  test('a path that is a file', async ({ folder }) => {
    expect(await refusal(await writeText(folder, 'data.zip'))).toContain('is a file, not a folder');
  });

  test('images without class folders', async ({ folder }) => {
    await fill(folder, ['a.png', 'b.png']);
    expect(await refusal(folder)).toContain('has no class folders (2 images lie in it directly)');
  });

  test('a single class', async ({ folder }) => {
    await fill(folder, ['cat/a.png']);
    expect(await refusal(folder)).toContain('has one class folder, "cat"');
  });

  test('classes without images', async ({ folder }) => {
    await fill(folder, ['cat/a.png', 'dog/readme.md']);
    expect(await refusal(folder)).toContain('no images in class "dog"');
    await mkdir(join(folder, 'eel'));
    expect(await refusal(folder)).toContain('no images in classes "dog", "eel"');
  });
});
