import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mediaFolder } from '../../src/data/mediaFolder';
import type { Engine } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { loadBinding } from '../../src/engines/tensorflow/binding';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { tensorFlowEngine } from '../../src/engines/tensorflow/tensorFlowEngine';
import { loadExperiment } from '../../src/experiments/load';
import { prepareExperiment } from '../../src/experiments/prepare';
import { startSession } from '../../src/experiments/session';
import type { Precision } from '../../src/protocol/precision';
import { latestCheckpoint } from '../../src/runs/checkpoints';
import { readRun } from '../../src/runs/readRun';
import type { RunFolder } from '../../src/runs/runFolder';
import { beginning, train } from '../../src/training/train';
import { type SmallRun, numbersOf, smallRun } from './smallRun';

const addon = findAddon();
const engine: Engine = addon === null ? referenceEngine() : tensorFlowEngine(loadBinding(addon));

const made: SmallRun[] = [];
const runIn = async (precision: Precision) => {
  const run = await smallRun({ precision });
  made.push(run);
  return run;
};
afterAll(() => Promise.all(made.map(run => run.remove())));

describe.each(['bfloat16', 'float16'] as const)('a run in %s', precision => {
  let small: SmallRun;
  let whole: RunFolder;
  beforeAll(async () => {
    small = await runIn(precision);
    whole = await small.execute(engine);
  }, 300_000);

  test('says before the first step and after each epoch what it does to the loss', async ({ annotate }) => {
    const { precisions } = await readRun(whole.path);
    expect(precisions.map(({ epoch, step, precision: of }) => ({ epoch, step, of }))).toEqual(
      [0, 1, 2, 3].map(epoch => ({ epoch, step: 4 * epoch, of: precision })),
    );
    const changes = precisions.map(({ loss, float32Loss }) => Math.abs((loss ?? NaN) / (float32Loss ?? NaN) - 1));
    await annotate(`the loss is another by at most ${Math.max(...changes).toExponential(1)}`);
    expect(Math.max(...changes)).toBeGreaterThan(0);
    expect(Math.max(...changes)).toBeLessThan(0.01);
  });

  test('stopped and resumed has the numbers of one that never stopped', async () => {
    const run = await small.execute(engine, { stopAfter: 6 });
    const { manifest } = (await latestCheckpoint(run)) ?? {};
    const { lossScales } = await readRun(run.path);
    // A batch of three images is small: the first scale is too large for its gradients.
    expect(lossScales.map(({ from, to }) => to / from)).toEqual(precision === 'float16' ? [0.5] : []);
    expect(manifest?.optimizer.step).toBe(6 - lossScales.length);
    const skipped = lossScales.at(-1)?.step ?? 0;
    expect(manifest?.lossScale).toEqual(precision === 'float16' ? { scale: 32768, updates: 6 - skipped } : undefined);
    await small.execute(engine, { existing: run });
    expect(await numbersOf(run)).toEqual(await numbersOf(whole));
    const [effect, expected] = [await readRun(run.path), await readRun(whole.path)].map(({ precisions }) =>
      precisions.map(({ epoch, loss, float32Loss }) => ({ epoch, loss, float32Loss })),
    );
    expect(effect).toEqual(expected);
  });
});

test.runIf(addon !== null)('beside tf32, the loss in float32 is that of products in float64', async () => {
  // Without a card nothing is rounded: both are float32.
  const card: Engine = { ...engine, precisions: ['float32', 'tf32'] };
  const { precisions } = await readRun((await (await runIn('tf32')).execute(card)).path);
  expect(precisions.map(({ precision }) => precision)).toEqual(['tf32', 'tf32', 'tf32', 'tf32']);
  for (const { loss, float32Loss } of precisions) expect((loss ?? NaN) / (float32Loss ?? NaN)).toBeCloseTo(1, 6);
  expect(precisions.some(({ loss, float32Loss }) => loss !== float32Loss)).toBe(true);
});

test('a run in float32 has nothing to compare', async () => {
  const small = await runIn('float32');
  expect((await readRun((await small.execute(onnxRuntimeEngine({ threads: 1 }))).path)).precisions).toEqual([]);
});

test('an engine without the precision of the experiment says what to choose', async () => {
  const small = await runIn('bfloat16');
  await expect(small.execute(onnxRuntimeEngine({ threads: 1 }))).rejects.toThrow(
    /small.tuning.json: training.precision is bfloat16, which onnxruntime can't compute here: choose float32 or another engine, such as tensorflow\.$/,
  );
});

test.runIf(addon !== null)('digits are learned in bfloat16 as in float32', async ({ annotate }) => {
  const folder = await mkdtemp(join(tmpdir(), 'precision-run-'));
  const file = join(folder, 'digits.tuning.json');
  const experiment = {
    backbone: 'vit-nano',
    data: { kind: 'image-folder', path: 'samples/digits', shots: 10, validation: 0.1, test: 0.5 },
    method: { id: 'lora', rank: 8 },
    training: { epochs: 4, batchSize: 20, optimizer: { name: 'adamw', learningRate: 0.003 } },
  };
  await writeFile(file, JSON.stringify(experiment));
  const prepared = await prepareExperiment(await loadExperiment(file), { mediaFolder: mediaFolder() });
  const accuracyIn = async (precision: Precision) => {
    const training = { ...prepared.experiment.training, precision };
    const session = await startSession(engine, { ...prepared, experiment: { ...prepared.experiment, training } });
    const nothing = () => undefined;
    const { progress } = await train(session, beginning, { onStep: nothing, onEpoch: nothing, goOn: () => true });
    await session.dispose();
    return progress.best?.accuracy ?? 0;
  };
  try {
    const [whole, lower] = [await accuracyIn('float32'), await accuracyIn('bfloat16')];
    await annotate(`validation accuracy ${whole.toFixed(3)} in float32, ${lower.toFixed(3)} in bfloat16`);
    expect(whole).toBeGreaterThan(0.7);
    expect(Math.abs(lower - whole)).toBeLessThan(0.05);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
