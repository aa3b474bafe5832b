import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { refusal, visualTuning, visualTuningJson } from './commandLine';
import { type Workbench, digitsWorkbench } from './digits';

const maps = z.object({
  clsToPatches: z.array(z.array(z.array(z.array(z.number())))),
  clsToPrompts: z.array(z.array(z.array(z.number()))),
  patchesToPrompts: z.array(z.array(z.array(z.array(z.array(z.number()))))),
});
const documentSchema = z.object({
  checkpoint: z.string(),
  layers: z.array(z.int()),
  heads: z.array(z.int()),
  axes: z.record(z.string(), z.array(z.string())),
  tuned: maps,
  before: maps,
});

let workbench: Workbench;
let run: string;
let image: string;
beforeAll(async () => {
  workbench = await digitsWorkbench();
  const file = await workbench.experiment('prompts', { method: { id: 'vpt-deep', prompts: 3 } });
  await visualTuning(['run', file, '--runs', workbench.runs]);
  run = join(workbench.runs, 'prompts-1');
  const folder = join(workbench.folder, 'samples', 'digits', '3');
  image = join(folder, (await readdir(folder))[0]);
});
afterAll(() => workbench.remove());

const inspect = (...words: string[]) => visualTuning(['inspect', 'attention', run, '--image', image, ...words]);
const document = async (...words: string[]) =>
  documentSchema.parse(await visualTuningJson(['inspect', 'attention', run, '--image', image, ...words]));

test('a person gets a line for each layer, and what rollout makes of them', async () => {
  const { status, stdout, stderr } = await inspect();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Layer +On prompts +Top prompt +On patches/m);
  expect(stdout.match(/^ +[0-5] +\d+\.\d % +[0-2] \(/gm)).toHaveLength(6);
  expect(stdout).toMatch(
    /^Through all layers \(rollout\): .* on patches, .* on prompts, .* on the class token itself\.$/m,
  );
});

test('--json has every map along the axes that it names; a row adds up to one with what the class token keeps', async () => {
  const found = await document();
  expect(found.axes.clsToPatches).toEqual(['layer', 'head', 'row', 'column']);
  expect([found.layers.length, found.heads.length]).toEqual([6, 4]);
  found.layers.forEach((_, layer) => {
    found.heads.forEach((_, head) => {
      const shares = [...found.tuned.clsToPatches[layer][head].flat(), ...found.tuned.clsToPrompts[layer][head]];
      const sum = shares.reduce((a, b) => a + b, 0);
      expect(sum).toBeGreaterThan(0.3);
      expect(sum).toBeLessThan(1);
    });
  });
  expect(found.tuned.patchesToPrompts[0][0]).toHaveLength(3);
  expect(found.before.patchesToPrompts[0][0]).toEqual([]);
});

test('one layer, one head and another checkpoint can be asked for', async () => {
  const one = await document('--layer', '2', '--head', '1');
  expect(one).toMatchObject({ layers: [2], heads: [1] });
  const all = await document();
  expect(one.tuned.clsToPatches).toEqual([[all.tuned.clsToPatches[2][1]]]);
  const earlier = await document('--checkpoint', 'snapshot-000000');
  expect(earlier.checkpoint).toBe('snapshot-000000');
  expect(earlier.tuned.clsToPatches).not.toEqual(all.tuned.clsToPatches);
  expect(earlier.before).toEqual(all.before);
});

test('--out draws five panels', async () => {
  const out = join(workbench.folder, 'attention.png');
  const { status, stdout, stderr } = await inspect('--out', out, '--layer', '3', '--prompt', '1');
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: `drawn in ${out}\n` });
  const { format, width } = await sharp(out).metadata();
  expect({ format, width }).toEqual({ format: 'png', width: 16 + 5 * (288 + 16) });
});

test.for([
  ['a layer', ['--layer', '6'], /^--layer is 6 but there are 6 layers, 0 to 5\.\n$/],
  ['a head', ['--head', '4'], /^--head is 4 but there are 4 heads, 0 to 3\.\n$/],
  ['a prompt', ['--prompt', '3', '--out', 'x.png'], /^--prompt is 3 but there are 3 prompts in layer 5, 0 to 2\.\n$/],
  ['a checkpoint', ['--checkpoint', 'best'], /has no checkpoint "best": name one of .*step-/],
  ['two results', ['--json', '--out', 'x.png'], /^--json and --out are two results/],
  ['another format', ['--out', 'x.jpg'], /^--out is "x\.jpg" but must end in \.png\.\n$/],
  ['a prompt for no picture', ['--prompt', '1'], /^--prompt says what to draw: give --out too\.\n$/],
  ['a place that is not there', ['--out', '/nowhere/x.png'], /^--out \/nowhere\/x\.png can't be written/],
] as const)('%s that cannot be had is refused in one sentence', async ([, words, sentence]) => {
  expect(await inspect(...words)).toEqual(refusal(expect.stringMatching(sentence)));
});

test('an image that cannot be read is refused', async () => {
  const asked = await visualTuning(['inspect', 'attention', run, '--image', join(run, 'journal.jsonl')]);
  expect(asked).toEqual(refusal(expect.stringMatching(/^--image ".*journal\.jsonl" can't be decoded: /)));
});
