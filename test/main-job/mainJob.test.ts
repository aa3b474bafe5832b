import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { readRun } from '../../src/runs/readRun';
import { visualTuning } from '../command-line/commandLine';
import { type Workbench, digitsWorkbench } from '../command-line/digits';

// What the README promises within a time is run by itself, after all other tests.

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}.tuning.json`, import.meta.url));

let bench: Workbench;
beforeAll(async () => {
  bench = await digitsWorkbench();
});
afterAll(() => bench.remove());

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
