import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MetricsPanel } from './metricsPanel';
import { type OpenWorkbench, openWorkbench, root } from './openWorkbench';
import { postToHost, soon } from './patience';

let opened: OpenWorkbench;
beforeAll(async () => {
  opened = await openWorkbench({ prepare: oneFinishedRun, trusted: false });
  await opened.workbench.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
  await opened.workbench.showExplorer();
});
afterAll(() => opened?.close());

/** An experiment of one epoch, and a run of it. */
async function oneFinishedRun(workspace: string): Promise<void> {
  const sample = JSON.parse(await readFile(join(root, 'samples', 'digits-vpt-deep.tuning.json'), 'utf8'));
  const short = {
    ...sample,
    data: { ...sample.data, path: 'samples/digits' },
    training: { ...sample.training, epochs: 1, warmupEpochs: 0 },
  };
  const file = join(workspace, 'digits-vpt-deep.tuning.json');
  await writeFile(file, JSON.stringify(short));
  await promisify(execFile)(process.execPath, [join(root, 'dist', 'cli.js'), 'run', file], { cwd: workspace });
}

const starting = ['Run Experiment', 'Resume Run', 'Inspect Attention'];

// One story: each test goes on where the one before it ended.
describe.sequential('a folder that is not trusted', () => {
  test('runs can be looked at', async () => {
    const { workbench } = opened;
    await expect
      .poll(() => workbench.explorerRows(), soon)
      .toContainEqual(expect.stringMatching(/digits-vpt-deep #1, done, test \d+\.\d %/));
    await workbench.explorerRow('#1').click();
    const panel = new MetricsPanel(await workbench.panel('metrics'));
    await expect.poll(async () => (await panel.table('loss')).length, soon).toBe(1);
  });

  test('nothing is started: not by the palette, not by a page', async () => {
    const { workbench, workspace } = opened;
    await expect.poll(() => workbench.offers('Visual Tuning: Open Metrics'), soon).toBe(true);
    for (const title of starting) expect(await workbench.offers(`Visual Tuning: ${title}`)).toBe(false);
    const { frame } = new MetricsPanel(await workbench.panel('metrics'));
    await postToHost(frame, { type: 'act', run: 'digits-vpt-deep-1', action: 'resume' });
    await postToHost(frame, { type: 'act', run: 'digits-vpt-deep-1', action: 'inspectAttention' });
    await workbench.page.waitForTimeout(2_000);
    expect(await readdir(join(workspace, '.tuning', 'runs'))).toEqual(['digits-vpt-deep-1']);
    await expect
      .poll(() => workbench.explorerRows(), soon)
      .toContainEqual(expect.stringMatching(/digits-vpt-deep #1, done/));
  });

  test('once it is trusted, the same window can start a run', async () => {
    const { workbench } = opened;
    await workbench.command('Workspaces: Manage Workspace Trust');
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.page.keyboard.press('Escape');
    for (const title of starting) {
      await expect.poll(() => workbench.offers(`Visual Tuning: ${title}`), soon).toBe(true);
    }
    await workbench.command('Visual Tuning: Run Experiment');
    await expect
      .poll(() => workbench.explorerRows(), soon)
      .toContainEqual(expect.stringMatching(/digits-vpt-deep #2, done/));
  });
});
