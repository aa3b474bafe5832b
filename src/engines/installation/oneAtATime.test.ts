import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockRun } from '../../runs/lock';
import { oneAtATime } from './oneAtATime';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'one-')), 'engines');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const installing = (onProgress: (what: string) => void, signal = new AbortController().signal) => ({
  signal,
  environment: {},
  onProgress: ({ what }: { readonly what: string }) => onProgress(what),
});

test('what another does is waited for, and told of', async () => {
  await oneAtATime(
    folder,
    installing(() => undefined),
    async () => undefined,
  );
  const other = await lockRun({ path: folder });
  const told: string[] = [];
  const done = oneAtATime(
    folder,
    installing(what => {
      told.push(what);
      other.release();
    }),
    async () => 'done',
  );
  expect(await done).toBe('done');
  expect(told).toEqual([`Waiting for another installation (process ${process.pid})`]);
  expect(await readdir(folder)).toEqual([]);
});

test('who waits can be cancelled, and leaves the other its lock', async () => {
  await oneAtATime(
    folder,
    installing(() => undefined),
    async () => undefined,
  );
  const other = await lockRun({ path: folder });
  const stop = new AbortController();
  const waiting = oneAtATime(
    folder,
    installing(() => stop.abort(), stop.signal),
    async () => undefined,
  );
  await expect(waiting).rejects.toThrow(/abort/i);
  expect(await readdir(folder)).toEqual(['lock']);
  other.release();
});

test('the next one has its turn after one that failed', async () => {
  const failed = oneAtATime(
    folder,
    installing(() => undefined),
    () => Promise.reject(new Error('broken')),
  );
  await expect(failed).rejects.toThrow('broken');
  expect(
    await oneAtATime(
      folder,
      installing(() => undefined),
      async () => 'done',
    ),
  ).toBe('done');
});
