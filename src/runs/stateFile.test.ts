import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Progress } from './state';
import { readState } from './state';
import { StateFile } from './stateFile';

let folder = '';
let path = '';
let file: StateFile;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state-file-'));
  path = join(folder, 'state.json');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
  file = new StateFile(path);
});
afterEach(async () => {
  file.close();
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

const at = (step: number, state: Progress['state'] = 'running'): Progress => ({
  ...{ state, step, epoch: 0, epochs: 1, steps: 100, best: null, test: null, trainable: 1, head: 1 },
});
const written = async () => (await readState(path)).step;

test('numbers alone are written once a second at most', async () => {
  await file.writeIfDue(at(1));
  vi.advanceTimersByTime(500);
  await file.writeIfDue(at(2));
  expect(await written()).toBe(1);
  vi.advanceTimersByTime(500);
  await file.writeIfDue(at(3));
  expect(await written()).toBe(3);
});

test('of states that are written at once the last one stays', async () => {
  await Promise.all([at(1), at(2), at(3, 'paused')].map(progress => file.write(progress)));
  expect(await readState(path)).toMatchObject(at(3, 'paused'));
});

test('a state that nobody writes for a while is written again, until the file is closed', async () => {
  await file.write(at(7, 'paused'));
  const { updated } = await readState(path);
  vi.advanceTimersByTime(15_000);
  await vi.waitFor(async () => expect((await readState(path)).updated > updated).toBe(true), {
    timeout: 20_000,
    interval: 5,
  });
  expect(await readState(path)).toMatchObject(at(7, 'paused'));
  file.close();
  await rm(path);
  vi.advanceTimersByTime(60_000);
  await expect(readState(path)).rejects.toThrow('ENOENT');
});
