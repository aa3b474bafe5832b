import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { momentName } from '../protocol/checkpointManifest';
import { InputError } from '../protocol/inputError';
import { deleteCheckpoint, latestCheckpoint, listCheckpoints, loadCheckpoint, saveCheckpoint } from './checkpoints';
import { type RunFolder, createRunFolder } from './runFolder';

const directories: string[] = [];
let folder: RunFolder;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'checkpoints-'));
  directories.push(directory);
  folder = await createRunFolder(directory, 'a');
});
afterAll(() => Promise.all(directories.map(directory => rm(directory, { recursive: true, force: true }))));

const contents = {
  optimizer: { step: 12 },
  classes: ['zero', 'one'],
  best: { epoch: 1, accuracy: 0.5 },
  resumable: true,
  progress: { loss: 0.25 },
};

const tensors = (seed: number) => [
  { name: 'lora.blocks.0.q.a', shape: [2, 3], data: Float32Array.from([1, -2, 3.5, 1e-30, 0, seed]) },
  { name: 'head.bias', shape: [2], data: Float32Array.from([seed, NaN]) },
  { name: momentName('m', 'head.bias'), shape: [2], data: Float32Array.from([0.1, seed]) },
];

const save = (name: string, step: number) => saveCheckpoint(folder, { epoch: 1, step, name }, tensors(step), contents);
const path = (file: string) => join(folder.checkpoints, file);

test('a checkpoint is read bit for bit as it was saved', async () => {
  const manifest = await save('epoch-1', 12);
  const loaded = await loadCheckpoint(folder, 'epoch-1');
  expect(loaded.manifest).toEqual(manifest);
  expect(manifest).toMatchObject({ ...contents, epoch: 1, step: 12 });
  expect([...loaded.tensors.values()]).toEqual(tensors(12));
  expect(manifest.tensors).toEqual(tensors(12).map(({ name, shape }) => ({ name, shape })));
});

test('nothing but the two files is left', async () => {
  await save('epoch-1', 12);
  expect((await readdir(folder.checkpoints)).sort()).toEqual(['epoch-1.json', 'epoch-1.safetensors']);
});

test.each([
  ['cut short', async () => truncate(path('a.safetensors'), 150), 'a.safetensors'],
  [
    'changed by one bit',
    async () => {
      const bytes = await readFile(path('a.safetensors'));
      bytes[bytes.length - 1] ^= 1;
      await writeFile(path('a.safetensors'), bytes);
    },
    'a.safetensors',
  ],
  ['without its manifest', async () => rm(path('a.json')), 'a.json'],
  ['without its tensors', async () => rm(path('a.safetensors')), 'a.safetensors'],
  ['with half a manifest', async () => truncate(path('a.json'), 20), 'a.json'],
])('a checkpoint %s is refused by a sentence that names the file', async (_, damage, named) => {
  await save('a', 12);
  await damage();
  await expect(loadCheckpoint(folder, 'a')).rejects.toThrow(InputError);
  await expect(loadCheckpoint(folder, 'a')).rejects.toThrow(path(named));
});

test('a manifest never speaks of the tensors of an earlier checkpoint of the same name', async () => {
  await save('last', 12);
  const unreadable = [{ name: 'x', shape: [3], data: new Float32Array(2) }];
  await expect(saveCheckpoint(folder, { epoch: 2, step: 24, name: 'last' }, unreadable, contents)).rejects.toThrow();
  expect(await listCheckpoints(folder)).toEqual([]);
});

test('the latest checkpoint is that of the last step; a damaged one gives way to the one before', async () => {
  expect(await latestCheckpoint(folder)).toBeNull();
  await save('step-100', 100);
  await save('step-20', 20);
  expect(await latestCheckpoint(folder)).toMatchObject({ name: 'step-100', manifest: { step: 100 } });
  await truncate(path('step-100.safetensors'), 100);
  expect(await latestCheckpoint(folder)).toMatchObject({ name: 'step-20', manifest: { step: 20 } });
});

test('of two checkpoints of one step the later is that of the epoch that is finished', async () => {
  await saveCheckpoint(folder, { epoch: 2, step: 20, name: 'step-20' }, tensors(1), contents);
  await saveCheckpoint(folder, { epoch: 1, step: 20, name: 'step-20-within' }, tensors(1), contents);
  expect(await latestCheckpoint(folder)).toMatchObject({ name: 'step-20' });
});

test('checkpoints are listed by step, and a deleted one is gone', async () => {
  await save('step-100', 100);
  await save('step-20', 20);
  expect((await listCheckpoints(folder)).map(({ name }) => name)).toEqual(['step-20', 'step-100']);
  await deleteCheckpoint(folder, 'step-20');
  expect((await readdir(folder.checkpoints)).sort()).toEqual(['step-100.json', 'step-100.safetensors']);
});
