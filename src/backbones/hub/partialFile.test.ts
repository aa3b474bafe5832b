import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removePartialFiles, withPartialFile } from './partialFile';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partial-'));
  path = join(folder, 'blob');
});
afterEach(() => rm(folder, { recursive: true }));

const contentOf = () => withPartialFile(path, partial => readFile(partial, 'utf8'));

/** Leaves a partial file as if a process of this machine with this id had written it. */
async function leave(pid: number, content: string): Promise<void> {
  const own = await withPartialFile(path, async partial => basename(partial));
  await rm(join(folder, own));
  await writeFile(join(folder, own.replace(`-${process.pid}-`, `-${pid}-`)), content);
}

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('the first attempt begins with nothing, the next with what it has left', async () => {
  const failed = withPartialFile(path, async partial => {
    expect(await readFile(partial, 'utf8')).toBe('');
    await writeFile(partial, 'begun');
    throw new Error('stopped');
  });
  await expect(failed).rejects.toThrow('stopped');
  expect(await contentOf()).toBe('begun');
});

test('what a process that was killed has left is taken over', async () => {
  await leave(await endedProcess(), 'killed');
  expect(await contentOf()).toBe('killed');
});

test('the file of a process that lives, of another attempt in this one, or of another program is left alone', async () => {
  await leave(process.ppid, 'alive');
  await writeFile(`${path}.incomplete`, 'of another program');
  await withPartialFile(path, async partial => {
    await writeFile(partial, 'mine');
    expect(await contentOf()).toBe('');
    await removePartialFiles(path);
    expect((await readdir(folder)).length).toBe(3);
  });
});

test('a file that nobody has touched for a minute is taken over, the longest first', async () => {
  const before = new Date(Date.now() - 120_000);
  for (const [file, content] of [
    [`${path}.incomplete`, 'short'],
    [`${path}.1a2b3c4d.incomplete`, 'the longest'],
    [`${path}2.incomplete`, 'of another file altogether'],
  ]) {
    await writeFile(file, content);
    await utimes(file, before, before);
  }
  expect(await contentOf()).toBe('the longest');
  await removePartialFiles(path);
  expect(await readdir(folder)).toEqual(['blob2.incomplete']);
});

test('one of several attempts at the same time gets what is there', async () => {
  await leave(await endedProcess(), 'killed');
  let begun = 0;
  let allBegun = () => {};
  const together = new Promise<void>(resolve => (allBegun = resolve));
  const attempt = () =>
    withPartialFile(path, async partial => {
      if (++begun === 3) allBegun();
      await together;
      return readFile(partial, 'utf8');
    });
  expect((await Promise.all([attempt(), attempt(), attempt()])).sort()).toEqual(['', '', 'killed']);
});
