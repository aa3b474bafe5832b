import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { neededLibraries } from './neededLibraries';
import { onnxRuntimePackage } from './package';
import { sharedLibrary } from './sharedLibrary.fixture';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'needed-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function written(contents: Buffer | string): Promise<string> {
  const file = join(folder, 'library.so');
  await writeFile(file, contents);
  return file;
}

test('the names that a library asks for come in its order, and none after their end', async () => {
  const names = ['libcublasLt.so.13', 'libcudart.so.13', 'libc.so.6'];
  expect(neededLibraries(await written(sharedLibrary(names)))).toEqual(names);
  expect(neededLibraries(await written(sharedLibrary([])))).toEqual([]);
});

test.runIf(process.platform === 'linux')('a real library of this system is read', () => {
  const folderOfBinaries = onnxRuntimePackage()?.folder ?? '';
  expect(neededLibraries(join(folderOfBinaries, 'onnxruntime_binding.node'))).toEqual(
    expect.arrayContaining(['libonnxruntime.so.1', 'libc.so.6']),
  );
});

test('what is no library is refused', async () => {
  const text = await written('#!/bin/sh\n'.padEnd(100));
  expect(() => neededLibraries(text)).toThrow(`${text} is not a shared library of 64-bit Linux.`);
  const empty = await written('');
  expect(() => neededLibraries(empty)).toThrow('is not a shared library');
});
