import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttentionPanel } from './attentionPanel';
import { MetricsPanel } from './metricsPanel';
import { type OpenWorkbench, openWorkbench } from './openWorkbench';
import { endless, soon } from './patience';
import { SetupPanel } from './setupPanel';

let opened: OpenWorkbench;
beforeAll(async () => {
  opened = await openWorkbench();
});
afterAll(() => opened?.close());

const setUp = async () => new SetupPanel(await opened.workbench.panel('setup'));
const metrics = async () => new MetricsPanel(await opened.workbench.panel('metrics'));

/** Numbers of the steps in a run's journal, in the order in which they stand there. */
async function stepsOf(run: string): Promise<number[]> {
  const journal = await readFile(join(opened.workspace, '.tuning', 'runs', run, 'journal.jsonl'), 'utf8');
  return [...journal.matchAll(/"type":"step"[^\n]*?"step":(\d+)/g)].map(([, step]) => Number(step));
}

// One story: each test goes on where the one before it ended.
describe.sequential('the first minutes in the workbench', { retry: 0 }, () => {
  test('an empty folder offers the sample, which opens in the set-up panel', async () => {
    const { workbench } = opened;
    await workbench.showExplorer();
    await workbench.page.locator('.sidebar .welcome-view a.monaco-button', { hasText: 'Try the Sample' }).click();
    const setup = await setUp();
    await expect.poll(() => setup.totals(), soon).toMatch(/^trainable 7,680 \(0\.63 ?%\) · head 1,290 · /);
    await expect
      .poll(() => workbench.explorerRows(), soon)
      .toEqual([expect.stringContaining('digits-lora'), expect.stringContaining('digits-vpt-deep')]);
  });

  test('the counts follow the number of prompts, and undo takes it back', async () => {
    const { workbench } = opened;
    const setup = await setUp();
    await setup.change('prompts', 5);
    await expect.poll(() => setup.totals(), soon).toContain('trainable 3,840');
    await expect.poll(() => workbench.dirtyTabs.count(), soon).toBe(1);
    await workbench.page.keyboard.press('Control+Z');
    await expect.poll(() => setup.totals(), soon).toContain('trainable 7,680');
    await expect.poll(() => workbench.dirtyTabs.count(), soon).toBe(0);
  });

  test('the sample runs from the palette, and its curve moves', async () => {
    const { workbench } = opened;
    await (await setUp()).change('epochs', endless);
    await workbench.dirtyTabs.first().waitFor();
    await workbench.command('Visual Tuning: Run Experiment');
    const panel = await metrics();
    await expect.poll(async () => (await panel.table('loss')).length, soon).toBeGreaterThan(1);
    const [first, ...later] = await panel.table('loss');
    expect(later.at(-1)?.values[0]).toBeLessThan(first.values[0]);
    const before = await panel.paintedPoints('accuracy');
    await expect.poll(() => panel.paintedPoints('accuracy'), soon).not.toBe(before);
    await expect.poll(() => workbench.statusBarItem.innerText(), soon).toMatch(/digits-vpt-deep #1 \d+ %/);
    await expect
      .poll(() => workbench.explorerRows(), soon)
      .toContainEqual(expect.stringMatching(/digits-vpt-deep #1, running \d+ %/));
  });

  test('the learning rate is changed in mid-run, and the journal says so', async () => {
    const panel = await metrics();
    await panel.setLearningRate(0.004);
    await expect
      .poll(() => panel.journal(), soon)
      .toContainEqual(expect.stringMatching(/learning rate 0\.01 → (4e-3|0\.004) by you/));
  });

  test('a window that is reloaded in mid-run finds the run again, with no gap in its curve', async () => {
    const { workbench } = opened;
    const before = (await (await metrics()).table('loss')).length;
    await workbench.reload();
    await workbench.showExplorer();
    await expect
      .poll(() => workbench.explorerRows(), soon)
      .toContainEqual(expect.stringMatching(/digits-vpt-deep #1, running \d+ %/));
    // In a browser VS Code writes down what is open every few seconds alone: the panel may have to be opened again.
    await workbench.explorerRow('#1').click();
    const panel = await metrics();
    await expect.poll(async () => (await panel.table('loss')).length, soon).toBeGreaterThan(before + 1);
    const epochs = (await panel.table('loss')).map(({ epoch }) => epoch);
    expect(epochs).toEqual(epochs.map((_, index) => index + 1));
    await expect.poll(() => panel.state().innerText(), soon).toBe('running');
  });

  test('it stops when it is told to, and says by whom', async () => {
    const { workbench } = opened;
    const panel = await metrics();
    await panel.button('Stop').click();
    await expect.poll(() => panel.state().innerText(), soon).toBe('stopped by you');
    await expect
      .poll(() => workbench.explorerRows(), soon)
      .toContainEqual(expect.stringMatching(/digits-vpt-deep #1, stopped by you/));
    const steps = await stepsOf('digits-vpt-deep-1');
    expect(steps).toEqual(steps.map((_, index) => index + 1));
  });

  test('the attention panel shows where a prompt has its effect, layer by layer', async () => {
    const { workbench } = opened;
    await workbench.command('Visual Tuning: Inspect Attention');
    const panel = new AttentionPanel(await workbench.panel('attention'));
    await panel.drawn();
    expect(await panel.colours()).toBeGreaterThan(8);
    const shares = await panel.shares();
    expect(shares).toHaveLength(6);
    for (const { prompts, sum } of shares) {
      expect(prompts).toHaveLength(10);
      // Each is shown with one decimal.
      expect(Math.abs(prompts.reduce((all, one) => all + one, 0) - sum)).toBeLessThan(0.6);
      expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThan(100);
    }
    await panel.slide('layer', 4);
    await expect.poll(() => panel.caption.innerText(), soon).toContain('layer 4');
    await panel.frame.getByRole('button', { name: 'P3', exact: true }).click();
    await expect.poll(() => panel.caption.innerText(), soon).toContain('prompt 3');
  });

  test('no page broke its policy', () => {
    expect(opened.violations).toEqual([]);
  });

  test('nothing was said in a notification that nobody asked for', async () => {
    expect(await opened.workbench.notifications()).toEqual([]);
  });
});
