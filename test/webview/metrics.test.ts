import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { MetricsRequest } from '../../src/protocol/metricsRequests';
import type { RunOverview } from '../../src/protocol/runOverview';
import { type MadeRun, entriesOf, overviewOf, writeRun } from './journals';
import { MetricsHost } from './metricsHost';
import { openPage } from './openPage';
import { themeKinds } from './themes';

const made = {
  running: { id: 'digits-vpt-deep-3', steps: 900, epochs: 30, done: 560 },
  done: { id: 'digits-lora-1', steps: 900, epochs: 30, rate: 1.6, presence: 'done', modules: ['lora', 'head'] },
  crashed: { id: 'digits-full-2', steps: 900, epochs: 30, done: 500, presence: 'crashed', modules: ['mlp', 'head'] },
  lower: { id: 'digits-lora-2', steps: 900, epochs: 30, done: 560, precision: 'bfloat16' },
  fresh: { id: 'digits-vpt-deep-3', steps: 900, epochs: 30, done: 0 },
  half: { id: 'digits-lora-3', steps: 900, epochs: 30, presence: 'done', precision: 'float16' },
} as const satisfies Record<string, MadeRun>;

let directory: string;
let overviews: Record<keyof typeof made, RunOverview>;
/** Runs in float32. */
const usual = () => [overviews.running, overviews.done, overviews.crashed];
let hosts: MetricsHost[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'metrics-'));
  const written = async (run: MadeRun) => overviewOf(await writeRun(directory, run), run);
  overviews = {
    running: await written(made.running),
    done: await written(made.done),
    crashed: await written(made.crashed),
    lower: await written(made.lower),
    half: await written(made.half),
    fresh: overviewOf(await writeRun(join(directory, 'fresh'), made.fresh, []), made.fresh),
  };
});
afterEach(() => {
  for (const { feed } of hosts) feed.close();
  hosts = [];
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function opened(runs: readonly RunOverview[], options: Omit<Parameters<typeof openPage>[1], 'answer'> = {}) {
  const host = new MetricsHost(runs);
  hosts.push(host);
  const panel = await openPage('metrics', { ...options, answer: host.answer });
  if (runs.length > 0) {
    await panel.page.getByText('checkpoint of epoch').first().waitFor();
    // The charts follow the rest.
    await expect.poll(() => inked(panel.page, 'loss')).toBeGreaterThan(2000);
  }
  const posted = (type: MetricsRequest['type']) =>
    panel.waitForPost(post => typeof post === 'object' && post !== null && 'type' in post && post.type === type);
  return { host, panel, page: panel.page, posted };
}

const card = (page: Page, chart: string) => page.locator(`[data-chart=${chart}]`);

/** How many pixels of a chart are not its background. */
const inked = (page: Page, chart: string) =>
  card(page, chart)
    .locator('canvas')
    .evaluate(canvas => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return Array.from(data).filter((value, i) => i % 4 === 3 && value > 0).length;
    });

for (const theme of themeKinds) {
  test.for([1400, 700])(`several runs pass in ${theme} at %d pixels`, async width => {
    const { panel, page } = await opened(usual(), { theme, width });
    await card(page, 'loss').locator('.surface').hover();
    await page.locator('.readout').waitFor();
    await panel.expectNoViolations();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test.for([1400, 700, 480])('nothing moves when the first numbers come, at %d pixels', async width => {
  const host = new MetricsHost([overviews.fresh]);
  hosts.push(host);
  const { page } = await openPage('metrics', { width, answer: host.answer });
  await card(page, 'loss').getByText('nothing measured yet').waitFor();
  const parts =
    '.runs > li, .run-state, .run-actions, .toolbar, .card, .card button, .card select, canvas, .keys, .journal';
  const places = () =>
    page.locator(parts).evaluateAll(elements =>
      elements.map(element => {
        const { x, y, height } = element.getBoundingClientRect();
        return [element.className || element.tagName, Math.round(x), Math.round(y), Math.round(height)].join(' ');
      }),
    );
  const before = await places();
  // What the page is told of the run of the same name that has curves.
  const full = new MetricsHost([overviews.running]);
  hosts.push(full);
  full.post = message => {
    if (message.type === 'update') host.post(message);
  };
  full.feed.plot([overviews.running.path]);
  full.feed.open({ axis: 'step', smoothing: 0, range: null });
  await page.getByText('checkpoint of epoch').first().waitFor();
  await expect.poll(() => inked(page, 'loss')).toBeGreaterThan(2000);
  await expect.poll(() => page.locator('.figure').first().innerText()).toMatch(/^ETA /);
  expect(await places()).toEqual(before);
});

test('each run says how it is, how far, how long and how good', async () => {
  const { page } = await opened(usual());
  const lines = await page.locator('.runs > li').allInnerTexts();
  const words = lines.map(line => line.replace(/\s+/g, ' '));
  expect(words[0]).toMatch(/digits-vpt-deep #3 running 62 % ETA 0:1\d Best 91.3 %/);
  expect(words[1]).toMatch(/digits-lora #1 done 100 % .*Test 96.1 %/);
  expect(words[2]).toMatch(/digits-full #2 crashed \(exit 137\) 55 %/);
});

for (const theme of themeKinds) {
  test.for([1400, 700])(`a run that failed says why below its state in ${theme} at %d pixels`, async width => {
    const message =
      'There is no room left on the disk of /runs/digits-full-4: free some, then resume the run to begin it anew.';
    const run = { id: 'digits-full-4', steps: 200, epochs: 10, done: 60, presence: 'failed' } as const;
    const path = await writeRun(join(directory, 'failed'), run, [...entriesOf(run), { type: 'failed', message }]);
    const { panel, page } = await opened([overviews.done, overviewOf(path, run)], { theme, width });
    const line = page.locator('.runs > li', { hasText: 'digits-full #4' });
    await line.getByText(message).waitFor();
    expect(await page.getByRole('button', { name: 'Resume: digits-full #4' }).count()).toBe(1);
    await panel.expectNoViolations();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

for (const theme of themeKinds) {
  test.for([1400, 700])(`runs in several precisions pass in ${theme} at %d pixels`, async width => {
    const runs = [overviews.lower, overviews.half, overviews.running];
    const { panel, page } = await opened(runs, { theme, width });
    await expect.poll(() => inked(page, 'precision')).toBeGreaterThan(500);
    await panel.expectNoViolations();
    await page.getByRole('button', { name: 'Effect of precision on the loss: Table' }).click();
    await card(page, 'precision').locator('table').waitFor();
    await panel.expectNoViolations();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test('what bfloat16 does to the loss is drawn, told in words, and listed epoch by epoch', async () => {
  const { page, posted } = await opened([overviews.lower]);
  const effect = card(page, 'precision');
  await effect.getByRole('heading', { name: 'Effect of bfloat16 on the loss' }).waitFor();
  expect(await page.locator('.run-title').innerText()).toMatch(/digits-lora #2\s+bfloat16/);
  const said = /after epoch 18: 0\.\d+ in bfloat16, 0\.\d+ in float32: [+-][\d.e-]+ \([+-]0?\.?\d+ %\)/;
  await expect.poll(() => effect.locator('.keys').innerText()).toMatch(said);
  await effect.getByRole('button', { name: 'Effect of bfloat16 on the loss: Table' }).click();
  await effect.locator('table').waitFor();
  const head = (await effect.locator('thead th').allInnerTexts()).map(text => text.replace(/\s+/g, ' '));
  expect(head).toEqual([
    'Epoch',
    ...['loss in bfloat16', 'loss in float32', 'difference', 'relative difference'].map(
      part => `digits-lora #2 ${part}`,
    ),
  ]);
  const rows = await effect.locator('tbody tr').allInnerTexts();
  expect(rows).toHaveLength(19);
  expect(rows.at(-1)?.split(/\s+/)).toEqual(['0', '2.252', '2.25', '+0.0022', '+0.1', '%']);
  await page.locator('.journal').getByText('before training: loss 2.252 in bfloat16, 2.25 in float32').waitFor();
  await effect.getByRole('button', { name: 'CSV' }).click();
  expect(await posted('saveCsv')).toEqual({ type: 'saveCsv', chart: 'precision' });
});

test('the loss scale of float16 is followed in the journal', async () => {
  const { page } = await opened([overviews.half]);
  await page.locator('.journal').getByText('loss scale 65,536 → 32,768: an update was left out').waitFor();
});

test('the effect of a precision takes no room among runs in float32', async () => {
  const { page } = await opened(usual());
  expect(await page.locator('.card').count()).toBe(6);
  expect(await page.locator('.run-title .precision').count()).toBe(0);
});

test('without runs the page says what to do', async () => {
  const { page, panel } = await opened([]);
  await page.getByText('No run is plotted.').waitFor();
  await panel.expectNoViolations();
});

test('a run is steered by its own buttons, which wait for the answer', async () => {
  const { page, panel, host } = await opened(usual());
  const pause = page.getByRole('button', { name: 'Pause: digits-vpt-deep #3' });
  await pause.click();
  await panel.waitForPost(post => JSON.stringify(post) === '{"type":"act","run":"digits-vpt-deep-3","action":"pause"}');
  await expect.poll(() => pause.isDisabled()).toBe(true);
  host.post({ type: 'acted', run: 'digits-vpt-deep-3', action: 'pause', problem: 'The run does not answer.' });
  await page.getByRole('alert').getByText('The run does not answer.').waitFor();
  await expect.poll(() => pause.isDisabled()).toBe(false);
  await panel.expectNoViolations();
  await page.getByRole('button', { name: 'Close' }).press('Escape');
  await expect.poll(() => page.getByText('The run does not answer.').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Resume: digits-full #2' }).count()).toBe(1);
});

test('the learning rate is set by keyboard, and what is none is refused', async () => {
  const { page, panel, posted } = await opened([overviews.running]);
  const field = page.getByLabel('Learning rate: digits-vpt-deep #3', { exact: true });
  expect(await field.inputValue()).toBe('5e-4');
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  const before = await height();
  await field.fill('fast');
  await field.press('Enter');
  await page.getByRole('alert').getByText('must be a number above 0').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await height()).toBe(before);
  await panel.expectNoViolations();
  await field.press('Escape');
  expect(await field.inputValue()).toBe('5e-4');
  await expect.poll(() => page.getByText('must be a number above 0').count()).toBe(0);
  await field.fill('1e9');
  await field.press('Enter');
  await page.getByRole('alert').getByText('must be a number above 0').waitFor();
  await field.fill('2.5e-4');
  await field.press('Enter');
  expect(await posted('act')).toEqual({
    type: 'act',
    run: 'digits-vpt-deep-3',
    action: 'setLearningRate',
    peak: 0.00025,
  });
  expect(panel.posts).toHaveLength(2);
});

test('all values of all runs are read at a step, by pointer or by keys', async () => {
  const { page } = await opened([overviews.running, overviews.done]);
  const surface = card(page, 'loss').locator('.surface');
  await surface.hover({ position: { x: 200, y: 60 } });
  const readout = page.locator('.readout');
  await readout.getByText('Throughput').waitFor();
  expect(await readout.locator('thead th').count()).toBe(2);
  await surface.press('Home');
  await readout.getByText('Step 1 · Epoch 1').first().waitFor();
  await surface.press('ArrowRight');
  await readout.getByText('Step 2 · Epoch 1').first().waitFor();
  expect(await page.locator('.cursor:not([hidden])').count()).toBe(6);
  await surface.press('Escape');
  await readout.waitFor({ state: 'hidden' });
});

test('a chart is zoomed by dragging, by keys and by buttons, all charts at once, and kept', async () => {
  const { page, panel, host } = await opened([overviews.running]);
  const box = await card(page, 'loss').locator('.surface').boundingBox();
  if (box === null) throw new Error('The chart is not there.');
  await page.mouse.move(box.x + 150, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 250, box.y + 60, { steps: 4 });
  await page.mouse.up();
  const range = () => {
    const state = panel.state();
    return JSON.parse(JSON.stringify(state)).view.range;
  };
  await expect.poll(range).toMatchObject({ min: expect.any(Number) });
  const { min, max } = range();
  expect(max - min).toBeLessThan(250);
  // The host sends the points of the part alone.
  await expect
    .poll(() => {
      const last = host.sent.findLast(message => message.type === 'update' && message.curves.length > 0);
      return last?.type === 'update' ? last.curves[0].curves[0].x.length : 0;
    })
    .toBeLessThan(255);
  await page.getByRole('button', { name: 'Reset zoom' }).click();
  await expect.poll(range).toBeNull();
  await card(page, 'memory').locator('.surface').press('+');
  await expect.poll(range).not.toBeNull();
  await card(page, 'memory').locator('.surface').press('0');
  await expect.poll(range).toBeNull();
  await card(page, 'memory').locator('.surface').hover();
  await page.mouse.wheel(0, -100);
  expect(range()).toBeNull();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await expect.poll(range).not.toBeNull();
});

test('every chart can be a table, on a log scale, and saved as a picture or a file', async () => {
  const { page, panel, posted } = await opened([overviews.running, overviews.done]);
  for (const chart of ['loss', 'accuracy', 'gradientNorm', 'learningRate', 'imagesPerSecond', 'memory']) {
    await card(page, chart).getByRole('button', { name: 'Table' }).click();
    await expect.poll(() => card(page, chart).locator('tbody tr').count()).toBe(30);
  }
  await panel.expectNoViolations();
  await card(page, 'loss').getByRole('button', { name: 'Table' }).click();
  await card(page, 'loss').getByRole('button', { name: 'Log' }).click();
  await expect.poll(() => panel.state()).toMatchObject({ logarithmic: ['loss'] });
  await card(page, 'loss').getByRole('button', { name: 'PNG' }).click();
  const png = await posted('savePng');
  expect(png).toMatchObject({ chart: 'loss' });
  await card(page, 'loss').getByRole('button', { name: 'CSV' }).click();
  expect(await posted('saveCsv')).toEqual({ type: 'saveCsv', chart: 'loss' });
});

test('the page is restored as it was left', async () => {
  const state = {
    runs: [],
    view: { axis: 'time', smoothing: 0.9, range: null },
    logarithmic: ['gradientNorm'],
    tables: ['memory'],
    module: 'each',
  };
  const { page, panel } = await opened([overviews.running], { state });
  expect(panel.posts[0]).toEqual({ type: 'ready', view: state.view });
  expect(await page.getByLabel('X axis').inputValue()).toBe('time');
  expect(await card(page, 'memory').locator('table').count()).toBe(1);
  await expect.poll(() => panel.state()).toMatchObject({ ...state, runs: [overviews.running.path] });
});

test('the end of a run is told to a screen reader, and nothing else is', async () => {
  const { page, host } = await opened([overviews.running]);
  const spoken = page.locator('.spoken[role=status]');
  expect(await spoken.textContent()).toBe('');
  host.overviews.set(overviews.running.path, { ...overviews.running, presence: 'stopped' });
  host.feed.refresh();
  await expect.poll(() => spoken.textContent()).toBe('digits-vpt-deep #3 has ended: stopped by you');
});

test('three runs of 20,000 steps are redrawn in a fraction of the tenth of a second that they have', async () => {
  const long = ['a-1', 'b-1', 'c-1'].map((id, i): MadeRun => ({ id, steps: 20_000, epochs: 20, rate: 1 + i / 2 }));
  const runs = await Promise.all(long.map(async run => overviewOf(await writeRun(directory, run), run)));
  const { page, host } = await opened(runs);
  const points = () =>
    host.sent.flatMap(message => (message.type === 'update' ? message.curves.flatMap(({ curves }) => curves) : []));
  await expect.poll(() => points().some(({ x }) => x.at(-1) === 20_000), { timeout: 120_000 }).toBe(true);
  expect(Math.max(...points().map(({ x }) => x.length))).toBeLessThanOrEqual(800);
  await page.waitForTimeout(500);
  const smooth = () =>
    page.evaluate(async () => {
      const slider = document.querySelector<HTMLInputElement>('input[type=range]');
      const times: number[] = [];
      for (let i = 0; i < 20; i++) {
        if (slider) slider.value = String(i / 25);
        slider?.dispatchEvent(new Event('input'));
        // How late a timer is tells how long the page drew.
        for (let late = 0; late < 12; late++) {
          const start = performance.now();
          await new Promise(resolve => setTimeout(resolve, 10));
          times.push(performance.now() - start - 10);
        }
      }
      times.sort((a, b) => a - b);
      return times[Math.floor(0.95 * times.length)];
    });
  const bound = 100;
  const blocked: number[] = [];
  // Of several rounds the fastest is the one that other work disturbed least.
  while (blocked.length === 0 || (Math.min(...blocked) >= bound && blocked.length < 3)) blocked.push(await smooth());
  process.stdout.write(
    `Page blocked while 3 runs of 20,000 steps are smoothed: 95 % below ${blocked.map(Math.round).join(', ')} ms\n`,
  );
  expect(Math.min(...blocked)).toBeLessThan(bound);
});
