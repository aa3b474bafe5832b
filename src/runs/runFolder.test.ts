import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import { createRunFolder, runFolderAt, slugOf } from './runFolder';

const folders: string[] = [];
let runs = '';
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runs-'));
  folders.push(folder);
  runs = join(folder, '.tuning', 'runs');
});
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))));

test.each([
  ['digits-vpt-deep', 'digits-vpt-deep'],
  ['Blütenblätter & Co. (2)', 'blutenblatter-co-2'],
  ['../../etc', 'etc'],
  ['数字', 'run'],
  [`${'a'.repeat(59)}-b`, 'a'.repeat(59)],
])('the name %j becomes %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test('runs of one name are numbered from 1, and a number that is free again is taken first', async () => {
  expect((await createRunFolder(runs, 'Digits')).id).toBe('digits-1');
  const second = await createRunFolder(runs, 'Digits');
  expect(second.id).toBe('digits-2');
  expect((await createRunFolder(runs, 'Digits')).id).toBe('digits-3');
  await rm(second.path, { recursive: true });
  expect((await createRunFolder(runs, 'Digits')).id).toBe('digits-2');
});

test('the folder is there, with a place for checkpoints', async () => {
  const folder = await createRunFolder(runs, 'a');
  expect(folder).toEqual(runFolderAt(join(runs, 'a-1')));
  expect((await stat(folder.checkpoints)).isDirectory()).toBe(true);
});

test('many that ask at once get a folder each', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => createRunFolder(runs, 'a')));
  expect(new Set(made.map(({ path }) => path)).size).toBe(20);
  expect(await readdir(runs)).toHaveLength(20);
});

test('a file in the way of the runs directory is named', async () => {
  const [folder] = folders.slice(-1);
  await writeFile(join(folder, '.tuning'), '');
  await expect(createRunFolder(runs, 'a')).rejects.toThrow(InputError);
  await expect(createRunFolder(runs, 'a')).rejects.toThrow(runs);
});

test('a directory that can not be written is named', async () => {
  // Root may write anywhere but where the file system itself refuses.
  const unwritable = process.platform === 'linux' ? '/proc/runs' : 'nul:/runs';
  await expect(createRunFolder(unwritable, 'a')).rejects.toThrow(InputError);
  await expect(createRunFolder(unwritable, 'a')).rejects.toThrow(
    /runs: a run folder can't be made here \(\w+\): choose a folder that can be written\./,
  );
});
