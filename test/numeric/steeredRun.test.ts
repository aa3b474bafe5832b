import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { loadExperiment } from '../../src/experiments/load';
import { prepareExperiment } from '../../src/experiments/prepare';
import type { JournalEntry } from '../../src/protocol/journal';
import { latestCheckpoint, listCheckpoints } from '../../src/runs/checkpoints';
import { RunControl } from '../../src/runs/control';
import { describeRun, executeRun, openSession } from '../../src/runs/execute';
import { readRun } from '../../src/runs/readRun';
import { type RunFolder, createRunFolder } from '../../src/runs/runFolder';
import { checkpointHistory } from '../../src/runs/snapshots';
import { readState } from '../../src/runs/state';
import { writeNoiseImages } from './noiseImages';

// A real run on the native engine, of a small network on a few images of noise, steered as the editor does it.
const engine = onnxRuntimeEngine({ threads: 1 });
const epochs = 3;
const stepsPerEpoch = 4;
let folder = '';
let file = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steered-'));
  await writeNoiseImages(join(folder, 'images'));
  file = join(folder, 'steered.tuning.json');
  const experiment = {
    backbone: 'vit-nano-patch8-16',
    data: { kind: 'image-folder', path: 'images' },
    method: [{ id: 'lora', rank: 2, dropout: 0.2 }, { id: 'bitfit' }],
    training: { epochs, batchSize: 3, microBatchSize: 2, warmupEpochs: 1 },
  };
  await writeFile(file, JSON.stringify(experiment));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Ask = (entry: JournalEntry, control: RunControl, run: RunFolder) => void | Promise<void>;

/** Makes a run, or goes on with one; `ask` is told of each record, as the editor is. */
async function execute(ask: Ask, existing?: RunFolder): Promise<RunFolder> {
  const prepared = await prepareExperiment(await loadExperiment(file), { mediaFolder: folder });
  const run = existing ?? (await createRunFolder(join(folder, 'runs'), 'steered'));
  if (!existing) await describeRun(run, prepared, { engine });
  const opened = await openSession(prepared, engine, await latestCheckpoint(run));
  const control = new RunControl();
  try {
    await executeRun(run, prepared, opened, { engine, control, onRecord: entry => void ask(entry, control, run) });
  } finally {
    await opened.session.dispose();
  }
  return run;
}

const isStep = (entry: JournalEntry, step: number) => entry.type === 'step' && entry.step === step;

/** What a run's steps computed. */
async function numbersOf(run: RunFolder) {
  const { steps, test } = await readRun(run.path);
  const numbers = steps.map(({ step, loss, accuracy, learningRate, gradientNorm, modules }) => ({
    ...{ step, loss, accuracy, learningRate, gradientNorm, modules },
  }));
  return { numbers, loss: test?.loss };
}

const faster = (entry: JournalEntry, control: RunControl) => {
  if (isStep(entry, 6)) control.setLearningRate(0.01);
};

test('a learning rate that is changed in mid-run holds from the next step, in the shape of the schedule', async () => {
  const [usual, changed] = [await execute(() => undefined), await execute(faster)];
  const { steps } = await readRun(usual.path);
  const { steps: steered, changes } = await readRun(changed.path);
  expect(changes).toMatchObject([{ step: 6, from: 0.001, to: 0.01 }]);
  expect(steered).toHaveLength(epochs * stepsPerEpoch);
  for (const [i, { learningRate }] of steered.entries()) {
    expect(learningRate / steps[i].learningRate).toBeCloseTo(i < 6 ? 1 : 10, 12);
  }
});

test('changed, stopped and resumed, a run has the numbers of one that was changed and never stopped', async () => {
  const whole = await execute(faster);
  const stopped = await execute((entry, control) => {
    faster(entry, control);
    if (isStep(entry, 7)) control.requestStop();
  });
  expect(await readRun(stopped.path)).toMatchObject({ state: 'stopped', lastStep: 7 });
  await execute(() => undefined, stopped);
  expect(await numbersOf(stopped)).toEqual(await numbersOf(whole));
});

test('a change is made again at its step by a run that goes on from before it', async () => {
  const whole = await execute(faster);
  const cutOff = await execute((entry, control) => {
    faster(entry, control);
    if (isStep(entry, 7)) control.requestStop();
  });
  // As if the process had died before it could save step 7: what is left is the checkpoint of the first epoch.
  const names = (await listCheckpoints(cutOff)).filter(({ manifest }) => manifest.step === 7).map(({ name }) => name);
  for (const name of names) await rm(join(cutOff.checkpoints, `${name}.json`));
  await execute(() => undefined, cutOff);
  expect((await readRun(cutOff.path)).steps).toHaveLength(epochs * stepsPerEpoch);
  expect(await numbersOf(cutOff)).toEqual(await numbersOf(whole));
});

test('a paused run says so, computes nothing, and goes on to the same numbers', async () => {
  // Longer than any step takes here.
  let seconds = 0.3;
  const paused = await execute(async (entry, control, { state }) => {
    if (entry.type === 'step') seconds = Math.max(seconds, 10 * (entry.timing?.seconds ?? 0));
    if (isStep(entry, 5)) control.pause();
    if (entry.type !== 'paused') return;
    await expect.poll(async () => (await readState(state)).state).toBe('paused');
    await new Promise(resolve => setTimeout(resolve, 1000 * seconds));
    expect((await readState(state)).state).toBe('paused');
    control.continue();
  });
  const { pauses, steps } = await readRun(paused.path);
  expect(pauses).toMatchObject([{ step: 5, to: expect.any(String) }]);
  expect(steps[5].timing?.seconds).toBeLessThan(seconds);
  expect(await numbersOf(paused)).toEqual(await numbersOf(await execute(() => undefined)));
});

test('a paused run can be stopped, and resumes where it was', async () => {
  const run = await execute((entry, control) => {
    if (isStep(entry, 5)) control.pause();
    if (entry.type === 'paused') control.requestStop();
  });
  expect(await readRun(run.path)).toMatchObject({ state: 'stopped', lastStep: 5 });
  await execute(() => undefined, run);
  expect(await readRun(run.path)).toMatchObject({ state: 'done', lastStep: epochs * stepsPerEpoch });
});

test('stopped in a validation, it ends at once and goes on to the same numbers', async () => {
  const run = await execute((entry, control) => {
    if (isStep(entry, 2 * stepsPerEpoch)) control.requestStop();
  });
  expect(await readRun(run.path)).toMatchObject({ state: 'stopped', lastStep: 8, epochs: [{ epoch: 1 }] });
  expect((await latestCheckpoint(run))?.manifest).toMatchObject({ epoch: 1, step: 8 });
  await execute(() => undefined, run);
  const whole = await execute(() => undefined);
  expect(await numbersOf(run)).toEqual(await numbersOf(whole));
  const validations = async ({ path }: RunFolder) => (await readRun(path)).epochs.map(({ validation }) => validation);
  expect(await validations(run)).toEqual(await validations(whole));
  // Nothing is left of the stop but what a run that was not stopped has.
  const names = async (of: RunFolder) => (await listCheckpoints(of)).map(({ name }) => name);
  expect(await names(run)).toEqual(await names(whole));
});

test('the norms of the modules add up to that of the whole gradient', async () => {
  const { steps } = await readRun((await execute(() => undefined)).path);
  for (const { gradientNorm, modules = {} } of steps) {
    // The first step's LoRA has a gradient in B alone; BitFit unfreezes biases of every part of a block.
    expect(Object.keys(modules).sort()).toEqual(['attention', 'embedding', 'head', 'lora', 'mlp', 'norms'].sort());
    expect(Math.hypot(...Object.values(modules).map(Number))).toBeCloseTo(Number(gradientNorm), 4);
  }
});

test('the tests of a run say which classes were taken for which', async () => {
  const run = await execute(() => undefined);
  const { test } = await readRun(run.path);
  expect(test?.classes).toEqual(['dark', 'light']);
  const { confusion = [] } = test ?? {};
  expect(confusion.flat().reduce((a, b) => a + b, 0)).toBe(test?.count);
  expect((confusion[0][0] + confusion[1][1]) / Number(test?.count)).toBe(test?.accuracy);
});

test('the history of a run begins before its first step and has an entry for each epoch', async () => {
  const run = await execute(() => undefined);
  const history = await checkpointHistory(run);
  expect(history.map(({ manifest }) => manifest.epoch)).toEqual([0, 1, 2, 3]);
  expect(history.every(({ manifest }) => manifest.tensors.every(({ name }) => !name.startsWith('optimizer.')))).toBe(
    true,
  );
  expect(JSON.parse(await readFile(run.state, 'utf8'))).toMatchObject({ state: 'done', test: expect.any(Number) });
});
