import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readState, writeState } from './state';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const unknown = { test: null, trainable: null, head: null };
const progress = { state: 'running', epoch: 1, epochs: 20, step: 30, steps: 600, best: null, ...unknown } as const;

test('a state is read as it was written, with who wrote it', async () => {
  const path = join(folder, 'state.json');
  const written = await writeState(path, { ...progress, best: { epoch: 1, accuracy: 0.5 } });
  expect(written).toMatchObject({ ...progress, best: { epoch: 1, accuracy: 0.5 }, pid: process.pid, host: hostname() });
  expect(await readState(path)).toEqual(written);
});

test('a state that is not one is refused', async () => {
  const path = join(folder, 'other.json');
  await writeFile(path, JSON.stringify({ ...progress, state: 'dancing' }));
  await expect(readState(path)).rejects.toThrow();
  await expect(readState(join(folder, 'missing.json'))).rejects.toThrow('ENOENT');
});
