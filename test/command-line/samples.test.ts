import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { readRun } from '../../src/runs/readRun';
import { visualTuning } from './commandLine';
import { type Workbench, digitsWorkbench } from './digits';

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}.tuning.json`, import.meta.url));

let bench: Workbench;
beforeAll(async () => {
  bench = await digitsWorkbench();
});
afterAll(() => bench.remove());

test('every experiment under samples/ is valid and names no checkpoint outside it', async () => {
  const folder = fileURLToPath(new URL('../../samples', import.meta.url));
  const files = (await readdir(folder)).filter(name => name.endsWith('.tuning.json'));
  expect(files.length).toBeGreaterThan(0);
  const { loadExperiment } = await import('../../src/experiments/load');
  for (const file of files) await expect(loadExperiment(join(folder, file))).resolves.toBeDefined();
});

test('full fine-tuning of a fresh small ViT reaches 90 % on the digits within three minutes on two threads', async () => {
  const words = ['run', sample('digits-full'), '--runs', bench.runs, '--threads', '2', '--json'];
  const { status, stdout } = await visualTuning(words);
  expect(status).toBe(0);
  const { metrics, seconds } = z
    .object({ metrics: z.object({ test: z.object({ accuracy: z.number() }) }), seconds: z.number() })
    .parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  expect(metrics.test.accuracy).toBeGreaterThanOrEqual(0.9);
  expect(seconds).toBeLessThan(180);
});

test("the README's main job tunes vit-nano with two methods to 90 % from ten images a class, within two minutes", async () => {
  const runs = join(bench.folder, 'main-job');
  const start = performance.now();
  const files = ['digits-vpt-deep', 'digits-lora'].map(sample);
  const { status, stdout } = await visualTuning(['run', ...files, '--runs', runs, '--threads', '2']);
  expect(status).toBe(0);
  expect((performance.now() - start) / 1000).toBeLessThan(120);
  expect(stdout).toMatch(/Experiment +Method/);
  for (const name of await readdir(runs)) {
    const { test: tested, problems } = await readRun(join(runs, name));
    expect(problems).toEqual([]);
    expect(tested?.accuracy, name).toBeGreaterThanOrEqual(0.9);
  }
});

test('several experiments end in a comparison, and compare prints it again in every format', async () => {
  const short = { training: { epochs: 1 } };
  const files = [
    await bench.experiment('first', short),
    await bench.experiment('second', { ...short, method: { id: 'bitfit' } }),
  ];
  const runs = join(bench.folder, 'compared');
  const { status, stdout } = await visualTuning(['run', ...files, '--runs', runs, '--threads', '2']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/Experiment +Method[\s\S]*\nfirst +linear[\s\S]*\nsecond +bitfit/);

  const folders = (await readdir(runs)).sort().map(name => join(runs, name));
  for (const [format, start] of [
    ['csv', 'Experiment,Method'],
    ['markdown', '| Experiment |'],
    ['latex', '\\begin{tabular}'],
    ['json', '[{"name":"first"'],
  ]) {
    const compared = await visualTuning(['compare', ...folders, '--format', format]);
    expect(compared.stdout.startsWith(start), format).toBe(true);
  }
});
