import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { visualTuning, visualTuningJson } from '../command-line/commandLine';
import { AttentionPanel } from './attentionPanel';
import { type OpenWorkbench, openWorkbench, root } from './openWorkbench';
import { soon } from './patience';

const [layer, prompt] = [4, 3];
const documentSchema = z.object({
  checkpoint: z.string(),
  tuned: z.object({
    /** By layer, head and prompt. */
    clsToPrompts: z.array(z.array(z.array(z.number()))),
    /** By layer, head, prompt, row and column. */
    patchesToPrompts: z.array(z.array(z.array(z.array(z.array(z.number()))))),
  }),
});

let opened: OpenWorkbench;
let run: string;
beforeAll(async () => {
  opened = await openWorkbench({ prepare: tuned });
  run = join(opened.workspace, '.tuning', 'runs', 'digits-vpt-deep-1');
});
afterAll(() => opened?.close());

/** Runs the sample for a few epochs from the command line. */
async function tuned(workspace: string): Promise<void> {
  const sample: unknown = JSON.parse(await readFile(join(root, 'samples', 'digits-vpt-deep.tuning.json'), 'utf8'));
  const experiment = z.looseObject({ data: z.looseObject({}), training: z.looseObject({}) }).parse(sample);
  const file = join(workspace, 'digits-vpt-deep.tuning.json');
  const { data, training } = experiment;
  const short = {
    ...experiment,
    data: { ...data, path: 'samples/digits' },
    training: { ...training, epochs: 2, warmupEpochs: 1 },
  };
  await writeFile(file, JSON.stringify(short, null, 2));
  const { status, stderr } = await visualTuning(['run', file, '--runs', join(workspace, '.tuning', 'runs')]);
  if (status !== 0) throw new Error(`The run that is to be looked at failed: ${stderr}`);
}

const attention = async () => new AttentionPanel(await opened.workbench.panel('attention'));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** As it is written over a map, with three significant digits. */
const inPercent = (weight: number) => `${Number((100 * weight).toPrecision(3))} %`;

// One story: each test goes on where the one before it ended.
describe.sequential('the values of the attention panel', () => {
  let image: string;
  let expected: z.infer<typeof documentSchema>;

  test('how much the class token attends to each prompt is what the command line says', async () => {
    await opened.workbench.command('Visual Tuning: Inspect Attention');
    const panel = await attention();
    await panel.drawn();
    image = await imageOf(await panel.caption.innerText());
    expected = documentSchema.parse(await visualTuningJson(['inspect', 'attention', run, '--image', image, '--json']));
    const shown = await panel.shares();
    const meanOverHeads = expected.tuned.clsToPrompts.map(heads =>
      heads[0].map((_, at) => mean(heads.map(weights => weights[at]))),
    );
    expect(shown.map(({ prompts }) => prompts)).toEqual(
      meanOverHeads.map(weights => weights.map(weight => Number((100 * weight).toFixed(1)))),
    );
  });

  test('prompt 3 in layer 4 has the value at each patch that the command line says', async () => {
    const panel = await attention();
    await panel.slide('layer', layer);
    await panel.frame.getByRole('button', { name: `P${prompt}`, exact: true }).click();
    await expect.poll(() => panel.caption.innerText(), soon).toMatch(/prompt 3\b.*layer 4|layer 4\b.*prompt 3/);
    const map = panel.frame.locator('.figures .stack').first();
    await map.focus();
    const readout = panel.frame.locator('.readout');
    const heads = expected.tuned.patchesToPrompts[layer];
    const readings: string[] = [];
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown']) {
      await map.press(key);
      readings.push(await readout.innerText());
    }
    for (const reading of readings) {
      const [row, column] = (/(\d+), *(?:column )?(\d+)/.exec(reading) ?? []).slice(1).map(Number);
      expect(reading).toContain(inPercent(mean(heads.map(prompts => prompts[prompt][row][column]))));
    }
    expect(new Set(readings).size).toBe(4);
  });

  test('after a restart of the window the panel shows the same again', async () => {
    const before = await (await attention()).caption.innerText();
    const { workbench } = opened;
    // Unlike the browser's own reload, the command has the window write down what is open.
    await Promise.all([workbench.page.waitForEvent('load'), workbench.command('Developer: Reload Window')]);
    await workbench.ready();
    const panel = await attention();
    await panel.drawn();
    await expect.poll(() => panel.caption.innerText(), soon).toBe(before);
    expect(before).toContain('layer 4');
  });

  test('no page broke its policy', () => {
    expect(opened.violations).toEqual([]);
  });
});

/** Path of the image that a caption names. */
async function imageOf(caption: string): Promise<string> {
  const digits = join(opened.workspace, 'samples', 'digits');
  for (const name of await readdir(digits)) {
    const found = (await readdir(join(digits, name))).find(file => caption.includes(file));
    if (found) return join(digits, name, found);
  }
  throw new Error(`The caption names no image of the sample: ${caption}`);
}
