import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { latestCheckpoint, listCheckpoints, loadCheckpoint, saveCheckpoint } from './checkpoints';
import { type RunFolder, createRunFolder } from './runFolder';
import { bestCheckpoint } from './selection';
import { checkpointHistory, isKept, keepSnapshot } from './snapshots';

const directories: string[] = [];
let folder: RunFolder;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'snapshots-'));
  directories.push(directory);
  folder = await createRunFolder(directory, 'a');
});
afterAll(() => Promise.all(directories.map(directory => rm(directory, { recursive: true, force: true }))));

const contents = (epoch: number) => ({
  optimizer: { step: 10 * epoch },
  classes: ['zero', 'one'],
  best: epoch > 0 ? { epoch: 1, accuracy: 0.5 } : null,
});
const tensors = (epoch: number) => [{ name: 'head.bias', shape: [2], data: Float32Array.of(epoch, 0) }];
const snapshot = (epoch: number) => keepSnapshot(folder, { epoch, step: 10 * epoch }, tensors(epoch), contents(epoch));
const checkpoint = (epoch: number) =>
  saveCheckpoint(folder, { epoch, step: 10 * epoch, name: `step-${epoch}` }, tensors(epoch), {
    ...contents(epoch),
    resumable: true,
    progress: {},
  });
const epochs = (list: Awaited<ReturnType<typeof listCheckpoints>>) => list.map(({ manifest }) => manifest.epoch);

test('there are never more than 12 snapshots, spread evenly from the beginning to near the end', () => {
  for (let now = 0; now <= 1000; now++) {
    const kept = Array.from({ length: now + 1 }, (_, epoch) => epoch).filter(epoch => isKept(epoch, now));
    expect(kept.length).toBeLessThanOrEqual(12);
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(now + 1, 6));
    const distances = new Set(kept.slice(1).map((epoch, i) => epoch - kept[i]));
    expect(distances.size).toBeLessThanOrEqual(1);
    expect(kept[0]).toBe(0);
  }
});

test('what is not kept at one time is not asked for at a later one', () => {
  for (let now = 1; now <= 200; now++) {
    for (let epoch = 0; epoch < now; epoch++) {
      if (isKept(epoch, now)) expect(isKept(epoch, now - 1)).toBe(true);
    }
  }
});

test('every other snapshot goes when there are too many', async () => {
  for (let epoch = 0; epoch <= 11; epoch++) await snapshot(epoch);
  expect(epochs(await listCheckpoints(folder))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  await snapshot(12);
  await snapshot(13);
  expect(epochs(await listCheckpoints(folder))).toEqual([0, 2, 4, 6, 8, 10, 12]);
});

test('a snapshot holds its tensors, and a run neither goes on from it nor is used with it', async () => {
  await snapshot(0);
  expect([await latestCheckpoint(folder), await bestCheckpoint(folder)]).toEqual([null, null]);
  await checkpoint(1);
  await snapshot(2);
  expect(await latestCheckpoint(folder)).toMatchObject({ name: 'step-1' });
  expect((await bestCheckpoint(folder))?.manifest).toMatchObject({ epoch: 1, resumable: true });
  const { manifest, tensors: loaded } = await loadCheckpoint(folder, 'snapshot-000002');
  expect(manifest).toMatchObject({ epoch: 2, step: 20, resumable: false });
  expect(loaded.get('head.bias')?.data).toEqual(Float32Array.of(2, 0));
});

test('the history of a run has each moment once', async () => {
  for (const epoch of [0, 1, 2]) await snapshot(epoch);
  await checkpoint(2);
  await checkpoint(3);
  const history = await checkpointHistory(folder);
  expect(history.map(({ name }) => name)).toEqual(['snapshot-000000', 'snapshot-000001', 'snapshot-000002', 'step-3']);
});

test('tensors of more than 64 MiB are not kept', async () => {
  const large = [{ name: 'head.weight', shape: [2 ** 24 + 1], data: new Float32Array(2 ** 24 + 1) }];
  await keepSnapshot(folder, { epoch: 0, step: 0 }, large, contents(0));
  expect(await listCheckpoints(folder)).toEqual([]);
});
