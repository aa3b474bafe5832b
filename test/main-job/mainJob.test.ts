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

/** The least that an attempt took: one that other work disturbed is made again, twice at most. */
async function fastest(bound: number, attempt: (name: string) => Promise<number>): Promise<number> {
  let seconds = Infinity;
  for (let n = 1; n <= 3 && seconds >= bound; n++) seconds = Math.min(seconds, await attempt(`attempt-${n}`));
  return seconds;
}

test('full fine-tuning of a fresh small ViT reaches 90 % on the digits within three minutes on two threads', async () => {
  const seconds = await fastest(180, async () => {
    const words = ['run', sample('digits-full'), '--runs', bench.runs, '--threads', '2', '--json'];
    const { status, stdout } = await visualTuning(words);
    expect(status).toBe(0);
    const { metrics, seconds: taken } = z
      .object({ metrics: z.object({ test: z.object({ accuracy: z.number() }) }), seconds: z.number() })
      .parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
    expect(metrics.test.accuracy).toBeGreaterThanOrEqual(0.9);
    return taken;
  });
  expect(seconds).toBeLessThan(180);
});

test("the README's main job tunes vit-nano with two methods to 90 % from ten images a class, within two minutes", async () => {
  const files = ['digits-vpt-deep', 'digits-lora'].map(sample);
  const seconds = await fastest(120, async name => {
    const runs = join(bench.folder, name);
    const start = performance.now();
    const { status, stdout } = await visualTuning(['run', ...files, '--runs', runs, '--threads', '2']);
    const taken = (performance.now() - start) / 1000;
    expect(status).toBe(0);
    expect(stdout).toMatch(/Experiment +Method/);
    for (const run of await readdir(runs)) {
      const { test: tested, problems } = await readRun(join(runs, run));
      expect(problems).toEqual([]);
      expect(tested?.accuracy, run).toBeGreaterThanOrEqual(0.9);
    }
    return taken;
  });
  expect(seconds).toBeLessThan(120);
});
