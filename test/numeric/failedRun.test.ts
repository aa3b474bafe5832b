import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { latestCheckpoint } from '../../src/runs/checkpoints';
import { readRun } from '../../src/runs/readRun';
import { type RunFolder, runFolderAt } from '../../src/runs/runFolder';
import { type SmallRun, numbersOf, smallRun } from './smallRun';

let small: SmallRun;
beforeAll(async () => {
  small = await smallRun();
});
afterAll(() => small.remove());

const lost = 'The graphics card is gone.';

type Part = 'gradient' | 'update';

/** An engine whose device is lost in a part of the step that follows so many. */
function losing(engine: Engine, part: Part, steps: number): Engine {
  let updates = 0;
  return {
    ...engine,
    prepare: async graph => {
      const executable = await engine.prepare(graph);
      const has = (output: string) => graph.outputs.some(({ name }) => name === output);
      const isUpdate = has('updated.head.weight');
      const isPart = part === 'update' ? isUpdate : has('gradient.head.weight');
      return {
        ...executable,
        run: async (inputs, outputs) => {
          if (isPart && updates === steps) throw new Error(lost);
          await executable.run(inputs, outputs);
          if (isUpdate) updates++;
        },
      };
    },
  };
}

const engine = onnxRuntimeEngine({ threads: 1 });

async function newest(of: RunFolder): Promise<RunFolder> {
  const runs = dirname(of.path);
  const names = (await readdir(runs)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return runFolderAt(join(runs, names[names.length - 1]));
}

test.each<Part>(['gradient', 'update'])(
  'a device that is lost in the %s of step 7 leaves step 6, from which a run goes on to the same numbers',
  async part => {
    const whole = await small.execute(engine);
    await expect(small.execute(losing(engine, part, 6))).rejects.toThrow(lost);
    const run = await newest(whole);
    expect(await readRun(run.path)).toMatchObject({ state: 'failed', lastStep: 6, end: { message: lost } });
    expect((await latestCheckpoint(run))?.manifest).toMatchObject({ step: 6, resumable: true });
    await small.execute(engine, { existing: run });
    expect(await numbersOf(run)).toEqual(await numbersOf(whole));
  },
);

test('a run whose device is lost in the first step of an epoch has the checkpoint of the epoch before', async () => {
  const whole = await small.execute(engine);
  await expect(small.execute(losing(engine, 'gradient', 4))).rejects.toThrow(lost);
  expect((await latestCheckpoint(await newest(whole)))?.manifest).toMatchObject({ step: 4, epoch: 1 });
});
