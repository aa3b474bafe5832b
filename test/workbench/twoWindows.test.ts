import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MetricsPanel } from './metricsPanel';
import { type OpenWorkbench, openWorkbench } from './openWorkbench';
import { endless, postToHost, soon } from './patience';
import { SetupPanel } from './setupPanel';
import type { Workbench } from './workbench';

let opened: OpenWorkbench;
let first: Workbench;
let second: Workbench;
beforeAll(async () => {
  opened = await openWorkbench();
  first = opened.workbench;
  await first.showExplorer();
  await first.command('Visual Tuning: Try the Sample');
  await new SetupPanel(await first.panel('setup')).change('epochs', endless);
  await first.dirtyTabs.first().waitFor();
  await first.command('Visual Tuning: Run Experiment');
  second = await opened.anotherWindow();
  await second.showExplorer();
});
afterAll(() => opened?.close());

const metricsOf = async (workbench: Workbench) => new MetricsPanel(await workbench.panel('metrics'));
const shows = (workbench: Workbench, state: RegExp) =>
  expect.poll(() => workbench.explorerRows(), soon).toContainEqual(expect.stringMatching(state));

// One story: each test goes on where the one before it ended.
describe.sequential('two windows on one run', () => {
  test('a run that one window started is running in the other, with the same curve', async () => {
    await shows(second, /digits-vpt-deep #1, running \d+ %/);
    // Drawn anew every second, it opens with one click all the same.
    await second.explorerRow('#1').click();
    const [here, there] = [await metricsOf(first), await metricsOf(second)];
    await expect.poll(async () => (await there.table('loss')).length, soon).toBeGreaterThan(2);
    const rows = await there.table('loss');
    await expect.poll(() => here.table('loss'), soon).toEqual(expect.arrayContaining(rows));
  });

  test('what one window tells the run, both show', async () => {
    await (await metricsOf(second)).button('Pause').click();
    await shows(first, /digits-vpt-deep #1, paused/);
    await shows(second, /digits-vpt-deep #1, paused/);
    await (await metricsOf(first)).button('Continue').click();
    await shows(second, /digits-vpt-deep #1, running/);
  });

  test('a page that sends what is no request changes nothing', async () => {
    const { frame } = await metricsOf(second);
    const garbage = [null, 7, 'stop', [], { type: 'act' }, { type: 'act', run: '../../..', action: 'deleteRun' }];
    for (const message of garbage) await postToHost(frame, message);
    await postToHost(frame, { type: 'act', run: 'digits-vpt-deep-1', action: 'stop', more: 'x'.repeat(1e6) });
    const panel = await metricsOf(second);
    const epochs = (await panel.table('loss')).length;
    await expect.poll(async () => (await panel.table('loss')).length, soon).toBeGreaterThan(epochs);
    await expect.poll(() => panel.state().innerText(), soon).toBe('running');
    // What is a request goes the same way, and arrives.
    await postToHost(frame, { type: 'act', run: 'digits-vpt-deep-1', action: 'pause' });
    await shows(second, /digits-vpt-deep #1, paused/);
    await postToHost(frame, { type: 'act', run: 'digits-vpt-deep-1', action: 'continue' });
    await shows(second, /digits-vpt-deep #1, running/);
  });

  test('a run whose process is killed has crashed in both windows, with all that it wrote', async () => {
    const panel = await metricsOf(first);
    const epochs = (await panel.table('loss')).length;
    await opened.killTraining();
    await shows(first, /digits-vpt-deep #1, crashed/);
    await shows(second, /digits-vpt-deep #1, crashed/);
    await expect.poll(() => panel.state().innerText(), soon).toMatch(/^crashed/);
    expect((await panel.table('loss')).length).toBeGreaterThanOrEqual(epochs);
  });

  test('it goes on from its last checkpoint, and is stopped from the other window', async () => {
    await (await metricsOf(first)).button('Resume').click();
    await shows(second, /digits-vpt-deep #1, running/);
    const there = await metricsOf(second);
    await expect.poll(() => there.state().innerText(), soon).toBe('running');
    await there.button('Stop').click();
    await shows(first, /digits-vpt-deep #1, stopped by you/);
    await shows(second, /digits-vpt-deep #1, stopped by you/);
    const epochs = (await (await metricsOf(first)).table('loss')).map(({ epoch }) => epoch);
    expect(epochs).toEqual(epochs.map((_, index) => index + 1));
  });
});
