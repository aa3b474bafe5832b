import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckpoint } from './openCheckpoint';
import { writeSafetensors } from './safetensorsWriter';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string) =>
  writeSafetensors(join(folder, name), [{ name: 'w', shape: [1], data: Float32Array.of(1) }]);

async function pathOf(path: string): Promise<string> {
  const file = await openCheckpoint(path);
  await file.close();
  return file.path;
}

test('a file is opened by its path, whatever it is called', async () => {
  await write('weights.bin');
  expect(await pathOf(join(folder, 'weights.bin'))).toBe(join(folder, 'weights.bin'));
});

test('a folder means its model.safetensors, or the only safetensors file that it has', async () => {
  await write('other.safetensors');
  expect(await pathOf(folder)).toBe(join(folder, 'other.safetensors'));
  await write('open_clip_model.safetensors');
  expect(await pathOf(folder)).toBe(join(folder, 'open_clip_model.safetensors'));
  await write('model.safetensors');
  expect(await pathOf(folder)).toBe(join(folder, 'model.safetensors'));
});

test('a folder of several files without a usual name asks for one of them', async () => {
  await write('a.safetensors');
  await write('b.safetensors');
  await expect(openCheckpoint(folder)).rejects.toThrow(
    `${folder} has no model.safetensors: give the path of one of its files, such as a.safetensors or b.safetensors.`,
  );
});

test('a folder with pickles alone says how to convert them, and an empty one what is missing', async () => {
  await expect(openCheckpoint(folder)).rejects.toThrow(`${folder} has no weights: neither model.safetensors nor`);
  await writeFile(join(folder, 'pytorch_model.bin'), '');
  await expect(openCheckpoint(folder)).rejects.toThrow(
    /has its weights in pytorch_model\.bin alone, which may run code when opened and is not read here: convert it/,
  );
});

test('a configuration and a path that leads nowhere are refused', async () => {
  await writeFile(join(folder, 'config.json'), '{}');
  await expect(openCheckpoint(join(folder, 'config.json'))).rejects.toThrow(
    'config.json is not a checkpoint: name the',
  );
  await expect(openCheckpoint(join(folder, 'none'))).rejects.toThrow(/none does not exist/);
  await mkdir(join(folder, 'model.safetensors'));
  await expect(openCheckpoint(folder)).rejects.toThrow(/model\.safetensors is not a file/);
});
