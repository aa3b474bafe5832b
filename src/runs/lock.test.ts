import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunLockRecord } from '../protocol/runLock';
import { RunIsTaken, lockEndedRun, lockHolder, lockRun } from './lock';
import { lookAtProcess } from './processSight';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'visual-tuning-lock-'));
});
afterEach(() => rm(path, { recursive: true, force: true }));

const write = (name: string, record: Partial<RunLockRecord>) =>
  writeFile(join(path, name), JSON.stringify({ ...another, ...record }));

/** A lock of this machine whose process is gone: this one's pid, but another start. */
const another: RunLockRecord = { pid: process.pid, host: hostname(), started: 'before', nonce: 'a'.repeat(16) };
const held = async (): Promise<unknown> => JSON.parse(await readFile(join(path, 'lock'), 'utf8'));

test('a run is had by one, and by another when it is released', async () => {
  const lock = await lockRun({ path });
  await expect(lockRun({ path })).rejects.toThrow(RunIsTaken);
  await expect(lockRun({ path })).rejects.toThrow(`${path}: process ${process.pid} works on this run: stop it first.`);
  expect(await lockHolder({ path })).toMatchObject({ pid: process.pid });
  lock.release();
  expect(await lockHolder({ path })).toBe(null);
  (await lockRun({ path })).release();
  expect(await readdir(path)).toEqual([]);
});

test('a run that has ended is had as soon as what ended it lets go', async () => {
  const lock = await lockRun({ path });
  const waiting = lockEndedRun({ path });
  setTimeout(() => lock.release(), 150);
  (await waiting).release();
  expect(await readdir(path)).toEqual([]);
});

test.each([
  ['whose pid another process has by now', {}],
  ['whose process is gone', { pid: 2 ** 22 + 1, started: null }],
])('a lock %s is taken over', async (_, record) => {
  await write('lock', record);
  expect(await lockHolder({ path })).toBe(null);
  const lock = await lockRun({ path });
  expect(await held()).toMatchObject({ pid: process.pid, started: (await lookAtProcess(process.pid)).started });
  expect(await readdir(path)).toEqual(['lock']);
  lock.release();
  expect(await readdir(path)).toEqual([]);
});

test('a lock of another machine is never taken over, and the sentence says what to do', async () => {
  await write('lock', { host: 'elsewhere' });
  await expect(lockRun({ path })).rejects.toThrow(/the machine elsewhere works on this run: stop it there, or delete/);
  expect(await lockHolder({ path })).toMatchObject({ host: 'elsewhere' });
});

test('of many who take over the lock of a process that is gone, one gets it', async () => {
  for (let round = 0; round < 20; round++) {
    await write('lock', { nonce: String(round).padStart(16, '0') });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun({ path })));
    const locks = tries.flatMap(tried => (tried.status === 'fulfilled' ? [tried.value] : []));
    expect(locks).toHaveLength(1);
    const refusals = tries.flatMap(tried => (tried.status === 'rejected' ? [tried.reason] : []));
    expect(refusals.every(reason => reason instanceof RunIsTaken)).toBe(true);
    expect(await readdir(path)).toEqual(['lock']);
    locks[0].release();
  }
});

test('a lock whose successor died while it took over is taken over all the same', async () => {
  await write('lock', { nonce: 'b'.repeat(16) });
  const text = await readFile(join(path, 'lock'));
  await write(`lock.${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, { nonce: 'c'.repeat(16) });
  const lock = await lockRun({ path });
  expect(await held()).toMatchObject({ pid: process.pid });
  expect(await readdir(path)).toEqual(['lock']);
  lock.release();
});

test('a lock that was half written when its process ended is taken over after a while', async () => {
  await writeFile(join(path, 'lock'), '{"pid":');
  const lock = await lockRun({ path });
  expect(await held()).toMatchObject({ pid: process.pid });
  lock.release();
});

test('releasing leaves the lock of somebody else alone', async () => {
  const lock = await lockRun({ path });
  await write('lock', { host: 'elsewhere' });
  lock.release();
  expect(await held()).toMatchObject({ host: 'elsewhere' });
});

test('a process is seen while it is there, with a start that no other has, and not after it', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const sight = await lookAtProcess(child.pid ?? 0);
  expect(sight.isThere).toBe(true);
  expect(sight.started).not.toBe(null);
  expect(sight.started).not.toBe((await lookAtProcess(process.pid)).started);
  child.kill('SIGKILL');
  await new Promise(resolve => child.once('exit', resolve));
  expect(await lookAtProcess(child.pid ?? 0)).toEqual({ isThere: false, started: null });
});
