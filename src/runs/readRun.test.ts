import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { experimentSchema } from '../protocol/experiment';
import type { JournalEntry } from '../protocol/journal';
import type { RunState } from '../protocol/runState';
import { writeJsonAtomically } from '../storage/atomicFile';
import { JournalWriter } from './journal';
import { readRun, readRuns } from './readRun';
import { type RunFolder, createRunFolder } from './runFolder';
import { writeRunExit } from './runExit';
import { writeState } from './state';

const directories: string[] = [];
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runs-'));
  directories.push(directory);
});
afterAll(() => Promise.all(directories.map(path => rm(path, { recursive: true, force: true }))));

const experiment = experimentSchema.parse({
  name: 'digits',
  backbone: 'vit-nano',
  data: { kind: 'image-folder', path: '/images' },
  method: { id: 'lora', rank: 4 },
});

const progress = (state: RunState['state']) => ({
  state,
  epoch: 1,
  epochs: 2,
  step: 5,
  steps: 10,
  best: null,
  test: null,
  trainable: 1,
  head: 1,
});

const ended: RunState = {
  ...progress('running'),
  pid: spawnSync(process.execPath, ['--version']).pid,
  host: hostname(),
  updated: '2024-05-06T12:00:00.000Z',
};

async function run(entries: readonly JournalEntry[], name = 'digits'): Promise<RunFolder> {
  const folder = await createRunFolder(directory, name);
  await writeJsonAtomically(folder.experiment, experiment);
  await writeJsonAtomically(folder.environment, {
    versions: { node: '20' },
    platform: 'linux-x64',
    processor: { model: 'x', cores: 4 },
    engine: { name: 'reference', version: '1', threads: 1 },
    data: { fingerprint: 'a', images: 10, classes: 2 },
    checkpoint: null,
    backboneFingerprint: 'b',
    git: null,
  });
  await writeState(folder.state, progress('running'));
  const journal = new JournalWriter(folder.journal);
  for (const entry of entries) {
    journal.append(entry);
  }
  journal.close();
  return folder;
}

const started: JournalEntry = { type: 'started', epochs: 2, steps: 10, engine: 'reference', trainable: 1, head: 1 };

test('a run that is under way is read from its files', async () => {
  const folder = await run([started, { type: 'warning', message: 'few images' }]);
  expect(await readRun(folder.path)).toMatchObject({
    id: 'digits-1',
    path: folder.path,
    state: 'running',
    progress: { epoch: 1, step: 5 },
    experiment,
    environment: { platform: 'linux-x64' },
    started: { steps: 10 },
    warnings: ['few images'],
    problems: [],
  });
});

test('a run that says it is running, but whose process is gone, has crashed', async () => {
  const folder = await run([started]);
  await writeJsonAtomically(folder.state, ended);
  expect(await readRun(folder.path)).toMatchObject({ state: 'crashed', exit: null });
});

test('of a run that crashed it is said how its process ended, not how another one did', async () => {
  const folder = await run([started]);
  await writeJsonAtomically(folder.state, ended);
  await writeRunExit(folder, { pid: ended.pid, code: null, signal: 'SIGKILL' });
  expect(await readRun(folder.path)).toMatchObject({ state: 'crashed', exit: { signal: 'SIGKILL' } });
  await writeRunExit(folder, { pid: ended.pid + 1, code: null, signal: 'SIGKILL' });
  expect(await readRun(folder.path)).toMatchObject({ state: 'crashed', exit: null });
});

test('a process that was gone before it could say so has ended as the journal says', async () => {
  const folder = await run([started, { type: 'stopped', reason: 'asked to' }]);
  await writeJsonAtomically(folder.state, ended);
  expect((await readRun(folder.path)).state).toBe('stopped');
});

test.each([
  ['done', 'done'],
  ['failed', 'failed'],
] as const)('a run that is %s says so', async (written, read) => {
  const folder = await run([started]);
  await writeState(folder.state, progress(written));
  expect((await readRun(folder.path)).state).toBe(read);
});

test('an empty folder is a run of which nothing is known', async () => {
  await mkdir(join(directory, 'empty'));
  const summary = await readRun(join(directory, 'empty'));
  expect(summary).toMatchObject({ state: 'unknown', experiment: null, progress: null, steps: [] });
  expect(summary.problems).toHaveLength(4);
});

test.each(['experiment', 'environment', 'state', 'journal'] as const)(
  'a broken %s is a problem, and the rest is read',
  async broken => {
    const folder = await run([started]);
    await writeFile(folder[broken], '{"broken": \n');
    const summary = await readRun(folder.path);
    expect(summary.problems).toHaveLength(1);
    expect(summary.problems[0]).toContain(folder[broken]);
    const parts = { ...summary, state: summary.progress, journal: summary.started };
    for (const part of ['experiment', 'environment', 'state', 'journal'] as const) {
      expect(parts[part] === null).toBe(part === broken);
    }
  },
);

test('a folder where a file should be is a problem', async () => {
  const folder = await run([started]);
  await rm(folder.journal);
  await mkdir(folder.journal);
  expect((await readRun(folder.path)).problems).toEqual([expect.stringContaining(folder.journal)]);
});

test('a damaged line of the journal is a problem that names file and line', async () => {
  const folder = await run([started]);
  await appendFile(folder.journal, 'x\n');
  expect((await readRun(folder.path)).problems).toEqual([
    `${folder.journal}:2 was passed over: it does not end in a checksum.`,
  ]);
});

test('one broken run does not hide the others, and runs come in natural order', async () => {
  for (let n = 1; n <= 10; n++) {
    await run([started]);
  }
  await rm(join(directory, 'digits-3'), { recursive: true });
  await mkdir(join(directory, 'digits-3'));
  await writeFile(join(directory, 'notes.txt'), '');
  const runs = await readRuns(directory);
  expect(runs.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, index) => `digits-${index + 1}`));
  expect(runs.filter(({ problems }) => problems.length > 0).map(({ id }) => id)).toEqual(['digits-3']);
});

test('a directory of runs that is not there has none', async () => {
  expect(await readRuns(join(directory, 'missing'))).toEqual([]);
});
