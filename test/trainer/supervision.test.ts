import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lockRun } from '../../src/runs/lock';
import { lookAtProcess } from '../../src/runs/processSight';
import { readContact } from '../../src/runs/contact';
import { readRunExit } from '../../src/runs/runExit';
import { readRun } from '../../src/runs/readRun';
import { runFolderAt } from '../../src/runs/runFolder';
import { readState, writeState } from '../../src/runs/state';
import { outcomeOf, startVisualTuning } from '../command-line/commandLine';
import { type Workbench, digitsWorkbench } from '../command-line/digits';
import { type Window, buildTrainer, journalOf, openWindow, stepsOf, trainer, until } from './supervision';

const short = { method: { id: 'linear' }, training: { epochs: 2, batchSize: 16 } };
const long = { method: { id: 'vpt-deep' }, training: { epochs: 400, batchSize: 8 } };
/** Comes to its end soon, but not before a test that is kept waiting has done something to it. */
const medium = { ...long, training: { epochs: 12, batchSize: 8 } };

let bench: Workbench;
let windows: Window[] = [];
beforeAll(async () => {
  await buildTrainer();
  bench = await digitsWorkbench();
});
afterEach(() => {
  for (const { supervisor } of windows) supervisor.dispose();
  windows = [];
});
afterAll(() => bench.remove());

function open(...options: Parameters<typeof openWindow>): Window {
  const window = openWindow(...options);
  windows.push(window);
  return window;
}

const stateOf = async (run: string) => (await readState(runFolderAt(run).state)).state;
const pidOf = async (run: string) => (await readState(runFolderAt(run).state)).pid;
const reaches = (run: string, state: string) => until(`${run} is ${state}`, async () => (await stateOf(run)) === state);
const isGone = async (pid: number) => !(await lookAtProcess(pid)).isThere;
const files = async (run: string, ...names: string[]) => {
  const there = await Promise.all(
    names.map(name =>
      stat(join(run, name)).then(
        () => [name],
        () => [],
      ),
    ),
  );
  return there.flat();
};

test('a run is started, followed by a second window without a gap, steered and stopped', async () => {
  const first = open();
  const run = await first.supervisor.start(await bench.experiment('steered', long), bench.runs);
  await stepsOf(run, 3);
  expect((await stat(join(run, 'contact.json'))).mode & 0o777).toBe(0o600);

  // As after a reload: the first window is gone.
  first.supervisor.dispose();
  const told = first.news.length;
  const { supervisor, news } = open();
  await supervisor.attach([run]);
  const grown = await until('the second window hears of records', () => news.find(({ kind }) => kind === 'grew'));
  expect(first.news).toHaveLength(told);
  expect(grown).toMatchObject({ run });

  await supervisor.pause(run);
  await reaches(run, 'paused');
  const { length } = (await journalOf(run)).records;
  await supervisor.setLearningRate(run, 0.0004);
  await supervisor.continue(run);
  await until('it goes on', async () => (await journalOf(run)).records.length > length + 5);
  expect(supervisor.isLost(run)).toBe(false);

  expect(await supervisor.stop(run)).toBe('asked');
  expect(await stateOf(run)).toBe('stopped');
  const { records, damaged } = await journalOf(run);
  expect(damaged).toEqual([]);
  expect(records.map(({ n }) => n)).toEqual(records.map((_, i) => i + 1));
  const types = records.map(({ type }) => type);
  expect(types.filter(type => ['paused', 'changed', 'continued', 'stopped'].includes(type))).toEqual([
    'paused',
    'changed',
    'continued',
    'stopped',
  ]);
  expect(records.find(({ type }) => type === 'changed')).toMatchObject({ field: 'learningRate', to: 0.0004 });
  await until('the last word of the journal is told', () =>
    news.some(told => told.kind === 'grew' && told.records === records.length),
  );
  expect(news).toContainEqual({ kind: 'stopping', run, rung: 'asked' });
  expect(await files(run, 'lock', 'contact.json')).toEqual([]);
  expect(await supervisor.stop(run)).toBe('asked');
});

test('a run that is killed is shown as crashed with its signal, and resumes to its end', async () => {
  const { supervisor } = open();
  const run = await supervisor.start(await bench.experiment('killed', medium), bench.runs);
  await stepsOf(run, 8);
  process.kill(await pidOf(run), 'SIGKILL');
  const exit = await until('the exit is recorded', () => readRunExit(runFolderAt(run)));
  expect(exit).toMatchObject({ code: null, signal: 'SIGKILL' });
  expect(await readRun(run)).toMatchObject({ state: 'crashed', exit: { signal: 'SIGKILL' } });

  await supervisor.resume(run);
  await reaches(run, 'done');
  const after = await readRun(run);
  expect(after).toMatchObject({ state: 'done', problems: [], resumed: 1 });
  expect(after.steps.map(({ step }) => step)).toEqual(after.steps.map((_, i) => i + 1));
  await expect(supervisor.resume(run)).rejects.toThrow(/this run is done/);
  await until('its process is seen to end', async () => (await readRunExit(runFolderAt(run)))?.code === 0);
  // Also where something holds it still.
  const lock = await lockRun(runFolderAt(run));
  await expect(supervisor.resume(run)).rejects.toThrow(/this run is done/);
  lock.release();
});

test('two windows that start the same waiting run make one process, which both follow', async () => {
  const run = await open({ mayStart: false }).supervisor.start(await bench.experiment('twice', long), bench.runs);
  expect(await stateOf(run)).toBe('queued');
  const [one, two] = [open(), open()];
  await Promise.all([one.supervisor.attach([run]), two.supervisor.attach([run])]);
  await stepsOf(run, 5);
  for (const { news } of [one, two]) {
    await until('the window hears of it', () => news.some(({ kind }) => kind === 'grew'));
  }
  const { records } = await journalOf(run);
  expect(records.filter(({ type }) => type === 'started')).toHaveLength(1);
  expect(await readRunExit(runFolderAt(run))).toBe(null);
  await two.supervisor.stop(run);
  expect(await stateOf(run)).toBe('stopped');
});

test('a run goes on to its end without any window, and leaves nothing behind', async () => {
  const { supervisor } = open();
  const run = await supervisor.start(await bench.experiment('alone', short), bench.runs);
  const contact = await until('it says where it listens', () => readContact(runFolderAt(run)));
  supervisor.dispose();
  await reaches(run, 'done');
  await until('its process is gone', () => isGone(contact.pid));
  expect(await files(run, 'lock', 'contact.json', 'exit.json')).toEqual([]);
  await expect(stat(contact.address)).rejects.toThrow();
});

test('the second run waits for the first, outlives a reload in the queue, and may leave it', async () => {
  const before = open();
  const first = await before.supervisor.start(await bench.experiment('first', long), bench.runs);
  const second = await before.supervisor.start(await bench.experiment('second', short), bench.runs);
  const third = await before.supervisor.start(await bench.experiment('third', short), bench.runs);
  await stepsOf(first, 1);
  expect(await Promise.all([second, third].map(stateOf))).toEqual(['queued', 'queued']);
  before.supervisor.dispose();

  const { supervisor } = open();
  await supervisor.attach([third, second, first]);
  expect(await supervisor.stop(third)).toBe('asked');
  expect(await stateOf(third)).toBe('stopped');
  expect(await stateOf(second)).toBe('queued');
  await supervisor.stop(first);
  await reaches(second, 'done');
  expect(await stateOf(third)).toBe('stopped');
});

test('bad input fails the run with its sentence', async () => {
  const { supervisor } = open();
  const data = { kind: 'image-folder', path: 'nowhere' } as const;
  const run = await supervisor.start(await bench.experiment('bad', { data }), bench.runs);
  await reaches(run, 'failed');
  const { records } = await journalOf(run);
  expect(records.at(-1)).toMatchObject({ type: 'failed', message: expect.stringContaining('nowhere') });
  await until('its exit is recorded', async () => (await readRunExit(runFolderAt(run)))?.code === 2);
});

test('a run is stopped while its images are read', async () => {
  const { supervisor, news } = open();
  const run = await supervisor.start(
    await bench.experiment('early', { ...long, data: { kind: 'image-folder', path: 'samples/digits' } }),
    bench.runs,
  );
  const preparing = await until('it prepares', () => news.find(({ kind }) => kind === 'preparing'));
  expect(preparing).toMatchObject({ run, what: 'reading images' });
  expect(await supervisor.stop(run)).toBe('asked');
  expect(await stateOf(run)).toBe('stopped');
  expect((await journalOf(run)).records).toMatchObject([{ type: 'stopped', reason: 'stopped by you' }]);
  await until('its exit is recorded', async () => (await readRunExit(runFolderAt(run)))?.code === 130);
  await supervisor.resume(run);
  await stepsOf(run, 2);
  await supervisor.stop(run);
});

test.each([
  [
    'an interpreter that is not there',
    { nodePath: '/nowhere/node' },
    /can't be started with \/nowhere\/node .*nodePath/,
  ],
  ['a program that ends at once', { trainer: '/nowhere/trainer.js' }, /ended with status 1 .*Cannot find module/s],
])('%s fails the run with what it said', async (_, options, sentence) => {
  const { supervisor } = open(options);
  const run = await supervisor.start(await bench.experiment('false-start', short), bench.runs);
  await reaches(run, 'failed');
  const { records } = await journalOf(run);
  expect(records).toMatchObject([{ type: 'failed', message: expect.stringMatching(sentence) }]);
});

test('a state that names a process of no lock signals nobody', async () => {
  const { supervisor } = open({ mayStart: false });
  const run = await supervisor.start(await bench.experiment('forged', short), bench.runs);
  const { pid, host, updated, ...progress } = await readState(runFolderAt(run).state);
  expect({ pid, host }).toEqual({ pid: process.pid, host: hostname() });
  expect(Date.parse(updated)).toBeLessThanOrEqual(Date.now());
  // It names this process, which lives on if the test passes.
  await writeState(runFolderAt(run).state, { ...progress, state: 'running' });
  await supervisor.attach([run]);
  expect(await supervisor.stop(run)).toBe('asked');
  expect(JSON.parse(await readFile(join(run, 'state.json'), 'utf8'))).toMatchObject({ state: 'running' });
});

test('a process that hangs is killed by the ladder, and the run says so and resumes', async () => {
  const { supervisor, news } = open();
  const run = await supervisor.start(await bench.experiment('hung', medium), bench.runs);
  await stepsOf(run, 8);
  const pid = await pidOf(run);
  process.kill(pid, 'SIGSTOP');
  expect(await supervisor.stop(run)).toBe('killed');
  expect(await isGone(pid)).toBe(true);
  expect(news.flatMap(told => (told.kind === 'stopping' ? [told.rung] : []))).toEqual([
    'asked',
    'terminated',
    'killed',
  ]);
  expect(await readRun(run)).toMatchObject({ state: 'stopped', end: { reason: expect.stringContaining('killed') } });
  expect(await readRunExit(runFolderAt(run))).toMatchObject({ pid, code: null, signal: 'SIGKILL' });
  await supervisor.resume(run);
  await reaches(run, 'done');
});

test('a run of the command line is neither lost nor started twice, and a window stops it with a checkpoint', async () => {
  const file = await bench.experiment('by-command-line', long);
  const started = startVisualTuning(['run', file, '--runs', bench.runs, '--threads', '1', '--json']);
  const outcome = outcomeOf(started);
  const run = join(bench.runs, 'by-command-line-1');
  await stepsOf(run, 3);
  const { supervisor } = open();
  await supervisor.attach([run]);
  await expect(supervisor.resume(run)).rejects.toThrow(`process ${started.pid} works on this run`);
  await expect(supervisor.pause(run)).rejects.toThrow(/can't be reached/);
  expect(supervisor.isLost(run)).toBe(false);
  expect(await supervisor.stop(run)).toBe('terminated');
  expect((await outcome).status).toBe(130);
  expect((await readRun(run)).state).toBe('stopped');
});

test('a process that comes too late for a stopped run leaves it alone', async () => {
  const { supervisor } = open({ mayStart: false });
  const run = await supervisor.start(await bench.experiment('late', short), bench.runs);
  await supervisor.stop(run);
  const before = await readFile(join(run, 'state.json'), 'utf8');
  const child = spawn(process.execPath, [trainer, run], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  expect(code).toBe(3);
  expect(await readFile(join(run, 'state.json'), 'utf8')).toBe(before);
  expect((await journalOf(run)).records).toHaveLength(1);
  expect(await files(run, 'lock', 'contact.json')).toEqual([]);
});
