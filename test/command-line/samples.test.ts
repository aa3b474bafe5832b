import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visualTuning } from './commandLine';
import { type Workbench, digitsWorkbench } from './digits';

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
