import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/engines/engine';
import { loadExperiment } from '../../src/experiments/load';
import { prepareExperiment } from '../../src/experiments/prepare';
import { latestCheckpoint } from '../../src/runs/checkpoints';
import { RunControl } from '../../src/runs/control';
import { describeRun, executeRun, openSession } from '../../src/runs/execute';
import { readRun } from '../../src/runs/readRun';
import { type RunFolder, createRunFolder } from '../../src/runs/runFolder';
import { writeNoiseImages } from './noiseImages';

/** A real run of a small network on a few images of noise: 3 epochs of 4 steps, most of two micro-batches. */
export interface SmallRun {
  /** Makes a run, or goes on with one. @param stopAfter the step after which it is stopped as by a person */
  execute(engine: Engine, options?: { readonly existing?: RunFolder; readonly stopAfter?: number }): Promise<RunFolder>;
  remove(): Promise<void>;
}

export async function smallRun(training: object = {}): Promise<SmallRun> {
  const folder = await mkdtemp(join(tmpdir(), 'small-run-'));
  await writeNoiseImages(join(folder, 'images'));
  const file = join(folder, 'small.tuning.json');
  const experiment = {
    backbone: 'vit-nano-patch8-16',
    data: { kind: 'image-folder', path: 'images' },
    method: [
      { id: 'lora', rank: 2, dropout: 0.2 },
      { id: 'vpt-deep', prompts: 2 },
    ],
    training: { epochs: 3, batchSize: 3, microBatchSize: 2, warmupEpochs: 1, ...training },
  };
  await writeFile(file, JSON.stringify(experiment));
  return {
    execute: async (engine, { existing, stopAfter } = {}) => {
      const prepared = await prepareExperiment(await loadExperiment(file), { mediaFolder: folder });
      const run = existing ?? (await createRunFolder(join(folder, 'runs'), 'small'));
      if (!existing) await describeRun(run, prepared, { engine });
      const opened = await openSession(prepared, engine, await latestCheckpoint(run));
      const control = new RunControl();
      try {
        await executeRun(run, prepared, opened, {
          engine,
          control,
          onRecord: entry => {
            if (entry.type === 'step' && entry.step === stopAfter) control.requestStop();
          },
        });
      } finally {
        await opened.session.dispose();
      }
      return run;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What a run's steps computed, and its test. */
export async function numbersOf(run: RunFolder) {
  const { steps, test } = await readRun(run.path);
  return {
    losses: steps.map(({ loss }) => loss ?? NaN),
    norms: steps.map(({ gradientNorm }) => gradientNorm ?? NaN),
    test: test?.loss ?? NaN,
  };
}
