import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveCheckpoint } from './checkpoints';
import { diskFullInRun } from './diskFullInRun';
import { type RunFolder, runFolderAt } from './runFolder';

let folder: RunFolder;
beforeEach(async () => {
  folder = runFolderAt(await mkdtemp(join(tmpdir(), 'full-')));
  await mkdir(folder.checkpoints);
});
afterEach(() => rm(folder.path, { recursive: true }));

const checkpoint = (name: string, resumable: boolean) =>
  saveCheckpoint(folder, { epoch: 1, step: 5, name }, [{ name: 'a', shape: [1], data: new Float32Array(1) }], {
    optimizer: { step: 5 },
    classes: ['a', 'b'],
    best: null,
    resumable,
    progress: {},
  });

test('a run with a checkpoint says that it is kept, and how to go on from it', async () => {
  await writeFile(folder.experiment, '{}');
  await checkpoint('step-0000005', true);
  expect((await diskFullInRun(folder, `write "visual-tuning resume ${folder.path}"`)).message).toBe(
    `There is no room left on the disk of ${folder.path}: free some, then write "visual-tuning resume ${folder.path}" ` +
      'to go on from its last checkpoint, which is kept.',
  );
});

test('without one, a snapshot apart, it begins anew', async () => {
  await writeFile(folder.experiment, '{}');
  await checkpoint('snapshot-000001', false);
  expect((await diskFullInRun(folder)).message).toMatch(/: free some, then resume the run to begin it anew\.$/);
});

test('a run that was never described can not be resumed', async () => {
  expect((await diskFullInRun(folder)).message).toMatch(/: free some, then run the experiment again\.$/);
});
