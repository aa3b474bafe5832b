import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openSafetensors } from '../../src/backbones/checkpoint/safetensors';
import { methods } from '../../src/methods/catalogue';
import { readRun } from '../../src/runs/readRun';
import { preload, visualTuning } from './commandLine';
import { type Workbench, comparableJournal, digitsWorkbench } from './digits';

const metrics = z.strictObject({ loss: z.number(), accuracy: z.number() });
const finishedSchema = z.strictObject({
  event: z.literal('finished'),
  run: z.string(),
  epochs: z.number(),
  metrics: z.strictObject({ train: metrics, validation: metrics, test: metrics }),
  trainable: z.number(),
  head: z.number(),
  seconds: z.number(),
  imagesPerSecond: z.number(),
  engine: z.string(),
});

let bench: Workbench;
beforeAll(async () => {
  bench = await digitsWorkbench();
});
afterAll(() => bench.remove());

async function run(file: string, ...flags: string[]) {
  const { status, stdout, stderr } = await visualTuning([
    'run',
    file,
    '--runs',
    bench.runs,
    '--threads',
    '2',
    '--json',
    ...flags,
  ]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const events: Record<string, unknown>[] = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  return { events, finished: finishedSchema.parse(events.at(-1)) };
}

test.each(methods.map(({ id }) => id))('%s runs from images to a tested model', async id => {
  const file = await bench.experiment(`all-${id}`, { method: { id }, training: { epochs: 1, batchSize: 16 } });
  const { finished, events } = await run(file);
  expect(finished.epochs).toBe(1);
  expect(finished.head).toBe(1290);
  expect(finished.metrics.test.accuracy).toBeGreaterThan(0);
  expect(events.filter(event => event.event === 'test')).toHaveLength(1);
});

test('two methods act together, and the checkpoint holds the tensors of both and the head', async () => {
  const file = await bench.experiment('both', {
    method: [
      { id: 'vpt-deep', prompts: 4, layers: 'last-2' },
      { id: 'lora', rank: 2 },
    ],
  });
  const { finished } = await run(file);
  // 2 blocks of 4 prompts of width 128; 6 blocks of q and v with rank 2.
  expect(finished.trainable).toBe(2 * 4 * 128 + 6 * 2 * 2 * (128 + 128));
  const checkpoints = join(finished.run, 'checkpoints');
  const [name] = (await readdir(checkpoints)).filter(entry => entry.endsWith('.safetensors'));
  const opened = await openSafetensors(join(checkpoints, name));
  await opened.close();
  const trained = [...opened.tensors].filter(([tensor]) => !tensor.startsWith('optimizer.'));
  const count = trained.reduce((sum, [, { shape }]) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expect(count).toBe(finished.trainable + finished.head);
  expect(trained.map(([tensor]) => tensor)).toContain('head.weight');
});

test('the same experiment and seed give the same journal numbers to the bit, another seed others', async () => {
  const file = await bench.experiment('twice', { method: { id: 'adaptformer' } });
  const [first, second] = [await run(file), await run(file)];
  expect(await comparableJournal(second.finished.run)).toEqual(await comparableJournal(first.finished.run));
  const other = await run(await bench.experiment('other', { method: { id: 'adaptformer' }, seed: 1 }));
  expect(await comparableJournal(other.finished.run)).not.toEqual(await comparableJournal(first.finished.run));
});

describe('a run that was cut off', () => {
  const long = { method: { id: 'vpt-deep' }, training: { epochs: 6, batchSize: 8, microBatchSize: 3 } };

  /** Starts a run and cuts it off with a signal once it has made some steps. */
  async function cutOff(file: string, signal: 'SIGINT' | 'SIGKILL', steps: number) {
    const env = { ...preload('cutOff.mjs'), CUT_OFF_BY: signal, CUT_OFF_AFTER: `${steps}` };
    const { status } = await visualTuning(['run', file, '--runs', bench.runs, '--threads', '2', '--json'], { env });
    const name = file.replace(/^.*[/\\]|\.tuning\.json$/g, '');
    return { status, folder: join(bench.runs, `${name}-1`) };
  }

  test('by Ctrl-C ends with a checkpoint, and resumed has the numbers of one that never stopped', async () => {
    const whole = await run(await bench.experiment('whole', long));
    const { status, folder } = await cutOff(await bench.experiment('interrupted', long), 'SIGINT', 10);
    expect(status).toBe(130);
    const stopped = await readRun(folder);
    expect(stopped.state).toBe('stopped');
    expect(stopped.lastStep).toBeLessThan(6 * 7);

    const { status: resumed } = await visualTuning(['resume', folder, '--threads', '2', '--json']);
    expect(resumed).toBe(0);
    const ends = ['resumed', 'stopped', 'checkpoint'];
    const records = (await comparableJournal(folder)).filter(record => !ends.includes(String(record.type)));
    const expected = (await comparableJournal(whole.finished.run)).filter(
      record => !ends.includes(String(record.type)),
    );
    expect(records).toEqual(expected);
  });

  test('by SIGKILL is shown as crashed, and resumes from its last checkpoint to the same end', async () => {
    const whole = await run(await bench.experiment('whole-again', long));
    const { folder } = await cutOff(await bench.experiment('killed', long), 'SIGKILL', 24);
    const crashed = await readRun(folder);
    expect(crashed.state).toBe('crashed');
    expect(crashed.problems).toEqual([]);

    const { status } = await visualTuning(['resume', folder, '--threads', '2', '--json']);
    expect(status).toBe(0);
    const [killed, never] = [await readRun(folder), await readRun(whole.finished.run)];
    const numbers = (records: typeof killed.steps) =>
      records.map(({ step, loss, gradientNorm }) => ({ step, loss, gradientNorm }));
    expect(numbers(killed.steps)).toEqual(numbers(never.steps));
    expect(killed.test?.loss).toBe(never.test?.loss);
  });

  test('is not resumed when it is done, or when its images changed', async () => {
    const { finished } = await run(await bench.experiment('done'));
    expect(await visualTuning(['resume', finished.run])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('this run is done'),
    });
    const images = join(bench.folder, 'changing');
    for (const name of ['0', '1']) {
      await mkdir(join(images, name), { recursive: true });
      const digits = join(bench.folder, 'samples', 'digits', name);
      for (const file of (await readdir(digits)).slice(0, 40))
        await copyFile(join(digits, file), join(images, name, file));
    }
    const data = { kind: 'image-folder', path: 'changing' } as const;
    const { folder } = await cutOff(await bench.experiment('changed', { ...long, data }), 'SIGINT', 3);
    const [removed] = await readdir(join(images, '0'));
    await rm(join(images, '0', removed));
    const { status, stderr } = await visualTuning(['resume', folder]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('the images changed') });
  });
});

test('a file that does not decode is left out, named in the journal, and the run goes on', async () => {
  const images = join(bench.folder, 'damaged');
  for (const name of ['0', '1']) {
    await mkdir(join(images, name), { recursive: true });
    const digits = join(bench.folder, 'samples', 'digits', name);
    for (const file of (await readdir(digits)).slice(0, 20))
      await copyFile(join(digits, file), join(images, name, file));
  }
  await writeFile(join(images, '1', 'broken.png'), 'not an image');
  const file = await bench.experiment('damaged', { data: { kind: 'image-folder', path: 'damaged' } });
  const { finished } = await run(file);
  expect(await comparableJournal(finished.run)).toContainEqual({
    type: 'quarantined',
    path: '1/broken.png',
    reason: expect.any(String),
  });
});

test('predict gives every class, most probable first, and the probabilities sum to one', async () => {
  const { finished } = await run(
    await bench.experiment('predicted', { training: { epochs: 3, optimizer: { name: 'adamw', learningRate: 0.02 } } }),
  );
  const [image] = await readdir(join(bench.folder, 'samples', 'digits', '4'));
  const path = join(bench.folder, 'samples', 'digits', '4', image);
  const { status, stdout } = await visualTuning(['predict', finished.run, '--image', path, '--json']);
  expect(status).toBe(0);
  const { image: named, classes } = z
    .strictObject({
      image: z.string(),
      classes: z.array(z.strictObject({ name: z.string(), probability: z.number() })),
    })
    .parse(JSON.parse(stdout));
  expect(named).toBe(path);
  expect(classes).toHaveLength(10);
  expect(classes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
  expect(classes.map(row => row.probability)).toEqual(classes.map(row => row.probability).sort((a, b) => b - a));
});

test('the run folder records what was asked and what it ran on', async () => {
  const { finished } = await run(await bench.experiment('recorded'));
  const experiment = JSON.parse(await readFile(join(finished.run, 'experiment.json'), 'utf8'));
  expect(experiment).toMatchObject({ name: 'recorded', seed: 0, training: { schedule: 'cosine', batchSize: 16 } });
  const summary = await readRun(finished.run);
  expect(summary.problems).toEqual([]);
  expect(summary.environment).toMatchObject({ engine: { name: 'onnxruntime', threads: 2 }, checkpoint: null });
});
