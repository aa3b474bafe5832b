import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixturePath } from '../../../test/fixtures/vit/fixture';
import { openSafetensors } from './safetensors';
import { type NamedTensor, writeSafetensors } from './safetensorsWriter';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
  path = join(folder, 'written.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

test('what was written is read back, in the same order, with its metadata', async () => {
  const buffer = Float32Array.from([9, 1, -0, 3.5, 1e-42, 9]);
  const tensors: NamedTensor[] = [
    { name: 'z', shape: [2, 2], data: buffer.subarray(1, 5) },
    { name: '__proto__', shape: [], data: Float32Array.of(7) },
    { name: '1', shape: [0], data: new Float32Array(0) },
    { name: 'a "quoted" é', shape: [3], data: Float32Array.of(1, 2, 3) },
  ];
  await writeSafetensors(path, tensors, { method: 'vpt-deep' });
  const file = await openSafetensors(path);
  expect([...file.tensors.keys()]).toEqual(tensors.map(tensor => tensor.name));
  expect(Object.fromEntries(file.metadata)).toEqual({ method: 'vpt-deep' });
  for (const { name, shape, data } of tensors) {
    expect(file.tensors.get(name)?.shape).toEqual(shape);
    expect(await file.read(name)).toEqual(data);
  }
  await file.close();
  expect((await readFile(path)).readBigUInt64LE() % 8n).toBe(0n);
});

test('half precision takes half the space and rounds to the nearest half', async () => {
  const data = Float32Array.of(1, -2.5, 1 + 1 / 4096, 0.1);
  await writeSafetensors(
    path,
    [
      { name: 'a', shape: [4], data },
      { name: 'b', shape: [1], data: data.slice(0, 1) },
    ],
    {},
    'F16',
  );
  const file = await openSafetensors(path);
  expect(file.tensors.get('a')).toMatchObject({ dtype: 'F16', shape: [4] });
  expect([...(await file.read('a'))]).toEqual([1, -2.5, 1, 0.0999755859375]);
  expect([...(await file.read('b'))]).toEqual([1]);
  await file.close();
  expect((await readFile(path)).length % 8).toBe(2);
});

test('the bytes are those that the safetensors library for Python writes', async () => {
  const file = await openSafetensors(fixturePath('small.safetensors'));
  const tensors: NamedTensor[] = [];
  for (const [name, { shape }] of file.tensors) tensors.push({ name, shape, data: await file.read(name) });
  await file.close();
  await writeSafetensors(path, tensors);
  expect((await readFile(path)).equals(await readFile(fixturePath('small.safetensors')))).toBe(true);
});

test('a file is replaced as a whole, and nothing else is left in the folder', async () => {
  await writeSafetensors(path, [{ name: 'old', shape: [1], data: Float32Array.of(1) }]);
  await writeSafetensors(path, [{ name: 'new', shape: [1], data: Float32Array.of(2) }]);
  const file = await openSafetensors(path);
  expect([...file.tensors.keys()]).toEqual(['new']);
  await file.close();
  expect(await readdir(folder)).toEqual(['written.safetensors']);
});

test('a write that fails leaves no temporary file behind', async () => {
  await mkdir(path);
  await expect(writeSafetensors(path, [{ name: 'a', shape: [1], data: Float32Array.of(1) }])).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['written.safetensors']);
});

test('two tensors of one name, and a shape that does not fit its data, are refused before anything is written', async () => {
  const tensor = { name: 'a', shape: [2], data: new Float32Array(2) };
  await expect(writeSafetensors(path, [tensor, tensor])).rejects.toThrow('Two tensors are called "a".');
  await expect(writeSafetensors(path, [{ ...tensor, shape: [3] }])).rejects.toThrow('shape [3] has 2 values');
  expect(await readdir(folder)).toEqual([]);
});
