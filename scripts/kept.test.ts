import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { kept } from './kept.mjs';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'visual-tuning-kept-'));
  vi.stubEnv('VISUAL_TUNING_TEST_CACHE', cache);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(cache, { recursive: true, force: true });
});

const make = (text: string) => (folder: string) => writeFile(join(folder, 'made'), text);
const madeIn = (folder: string) => readFile(join(folder, 'made'), 'utf8');

test('what is made once is kept, and nothing else is left', async () => {
  await kept('thing-1', make('first'));
  expect(await madeIn(await kept('thing-1', make('second')))).toBe('first');
  expect(await readdir(cache)).toEqual(['thing-1']);
});

test('of several that want it at once, one makes it', async () => {
  const slowly = vi.fn(async (folder: string) => {
    await new Promise(resolve => setTimeout(resolve, 100));
    await make('one')(folder);
  });
  await Promise.all([1, 2, 3].map(() => kept('thing-1', slowly)));
  expect(slowly).toHaveBeenCalledTimes(1);
});

test('what could not be made is not there, and is made the next time', async () => {
  const failing = async (folder: string) => {
    await make('half')(folder);
    throw new Error('no network');
  };
  await expect(kept('thing-1', failing)).rejects.toThrow('no network');
  expect(await readdir(cache)).not.toContain('thing-1');
  expect(await madeIn(await kept('thing-1', make('whole')))).toBe('whole');
});

test('what a process left half-made when it died is made anew, and nobody waits for it', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise(resolve => child.once('exit', resolve));
  await mkdir(join(cache, 'thing-1.lock'));
  await writeFile(join(cache, 'thing-1.lock', 'pid'), String(child.pid));
  await mkdir(join(cache, 'thing-1.unfinished'));
  await writeFile(join(cache, 'thing-1.unfinished', 'half'), '');
  const folder = await kept('thing-1', make('whole'));
  expect(await readdir(folder)).toEqual(['made']);
});

test('a lock that shows no sign of life is not waited for, whoever has its number now', async () => {
  const lock = join(cache, 'thing-1.lock');
  await mkdir(lock);
  await writeFile(join(lock, 'pid'), String(process.pid));
  await utimes(lock, new Date(0), new Date(0));
  expect(await madeIn(await kept('thing-1', make('whole')))).toBe('whole');
});
