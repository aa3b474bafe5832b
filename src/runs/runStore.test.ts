import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunOverview, RunPresence } from '../protocol/runOverview';
import { type RunChange, RunStore } from './runStore';

let directory = '';
let store: RunStore;
let readings: string[] = [];
let changes: (readonly RunChange[])[] = [];

/** Stands for the real reader: `state.json` holds the state, and a process may be gone. */
const gone = new Set<string>();
async function read(path: string): Promise<RunOverview> {
  readings.push(basename(path));
  const state = JSON.parse(await readFile(join(path, 'state.json'), 'utf8')) as { state: RunPresence };
  return overview(path, gone.has(basename(path)) ? 'crashed' : state.state);
}

const overview = (path: string, presence: RunPresence): RunOverview => ({
  ...{ id: basename(path), path, experiment: 'a', method: 'lora', backbone: 'vit-nano', seed: 0, presence, exit: null },
  ...{ epoch: 1, epochs: 2, step: 1, steps: 2, best: null, test: null, trainable: 1, head: 1 },
  ...{ precision: 'float32', created: 0, updated: null, problems: [] },
});

async function write(id: string, state: string): Promise<void> {
  await mkdir(join(directory, id), { recursive: true });
  await writeFile(join(directory, id, 'state.json'), JSON.stringify({ state }));
}

const path = (id: string) => join(directory, id);
const presences = () => Object.fromEntries(store.runs.map(({ id, presence }) => [id, presence]));

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'run-store-'));
  [readings, changes] = [[], []];
  gone.clear();
  store = new RunStore(read);
  store.onDidChange(batch => changes.push(batch));
});
afterEach(async () => {
  store.dispose();
  await rm(directory, { recursive: true, force: true });
});

test('the runs of several directories are read, and a directory that is not there has none', async () => {
  await Promise.all([write('one/a', 'done'), write('two/b', 'stopped')]);
  await store.setDirectories(['one', 'two', 'three'].map(path));
  expect(presences()).toEqual({ a: 'done', b: 'stopped' });
  expect(changes).toHaveLength(1);
  expect(changes[0].map(({ before, now }) => [before, now?.id])).toEqual([
    [undefined, 'a'],
    [undefined, 'b'],
  ]);
});

test('only folders whose files changed are read again, and the others keep their object', async () => {
  await Promise.all([write('a', 'done'), write('b', 'stopped')]);
  await store.setDirectories([directory]);
  const before = store.get(path('a'));
  readings = [];
  await write('b', 'failed');
  await store.refresh();
  expect(readings).toEqual(['b']);
  expect(store.get(path('a'))).toBe(before);
  expect(changes.at(-1)).toMatchObject([{ before: { presence: 'stopped' }, now: { presence: 'failed' } }]);
});

test('a folder that can not be read becomes a run with a problem, and hides no other', async () => {
  await write('a', 'done');
  await mkdir(path('broken'));
  await store.setDirectories([directory]);
  expect(presences()).toEqual({ a: 'done', broken: 'unknown' });
  expect(store.get(path('broken'))?.problems).toEqual([expect.stringContaining(path('broken'))]);
});

test('runs come and go', async () => {
  await write('a', 'done');
  await store.setDirectories([directory]);
  await write('b', 'queued');
  await store.refresh(path('b'));
  await rm(path('a'), { recursive: true });
  await store.refresh();
  expect(presences()).toEqual({ b: 'queued' });
  expect(changes.slice(1).flat()).toMatchObject([{ path: path('b') }, { path: path('a'), before: { id: 'a' } }]);
  expect(changes.at(-1)?.[0].now).toBeUndefined();
});

test('runs that come and go without a word are noticed within two seconds, even the first', async () => {
  await store.setDirectories([path('runs')]);
  await write('runs/a', 'done');
  await vi.waitFor(() => expect(presences()).toEqual({ a: 'done' }), 2000);
  await write('runs/b', 'done');
  await rm(path('runs/a'), { recursive: true });
  await vi.waitFor(() => expect(presences()).toEqual({ b: 'done' }), 2000);
});

test('a process that is gone without a word is noticed within two seconds', async () => {
  await Promise.all([write('a', 'running'), write('b', 'done')]);
  await store.setDirectories([directory]);
  readings = [];
  gone.add('a');
  await vi.waitFor(() => expect(presences()).toEqual({ a: 'crashed', b: 'done' }), 2000);
  expect(new Set(readings)).toEqual(new Set(['a']));
});

test('a run that is read again and says the same is no change', async () => {
  await write('a', 'running');
  await store.setDirectories([directory]);
  readings = [];
  await store.refresh(path('a'));
  expect(readings).toEqual(['a']);
  expect(changes).toHaveLength(1);
});

test('calls in a burst share one reading and one event', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `run-${index}`);
  await Promise.all(ids.map(id => write(id, 'running')));
  await store.setDirectories([directory]);
  readings = [];
  await Promise.all(ids.map(id => write(id, 'done')));
  await Promise.all([...ids, ...ids].map(id => store.refresh(path(id))));
  expect(readings).toHaveLength(20);
  expect(changes).toHaveLength(2);
  expect(changes[1]).toHaveLength(20);
});
