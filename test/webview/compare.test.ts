import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareRequestSchema } from '../../src/protocol/compareRequests';
import type { RunSummary } from '../../src/protocol/runSummary';
import { seriesStyle } from '../../src/protocol/seriesColors';
import { readRun } from '../../src/runs/readRun';
import { english } from '../../src/vscode/english.fixture';
import { compareWords } from '../../src/vscode/compare/compareWords';
import { comparison } from '../../src/vscode/compare/comparison';
import { type MadeRun, writeRun } from './journals';
import { openPage } from './openPage';
import { themeKinds } from './themes';

const common = { steps: 60, epochs: 15 };
const made: readonly MadeRun[] = [
  { ...common, id: 'digits-linear-1', method: { id: 'linear' }, trainable: 0, test: 0.85, rate: 0.6 },
  { ...common, id: 'digits-vpt-deep-1', test: 0.95 },
  { ...common, id: 'digits-vpt-deep-2', test: 0.965, seed: 1, rate: 1.1 },
  { ...common, id: 'digits-lora-1', method: { id: 'lora', rank: 8 }, trainable: 24576, test: 0.975, rate: 1.6 },
  { ...common, id: 'digits-full-1', method: { id: 'full' }, trainable: 2698000, test: 0.972, rate: 2, batchSize: 64 },
  { ...common, id: 'digits-bitfit-s0-1', method: { id: 'bitfit' }, trainable: 8704, test: 0.955 },
  { ...common, id: 'digits-bitfit-s1-1', method: { id: 'bitfit' }, trainable: 8704, test: 0.96, seed: 1, rate: 1.1 },
  { ...common, id: 'digits-ssf-1', method: { id: 'ssf' }, trainable: 9300, done: 30, rate: 1.2 },
];

let directory: string;
let runs: readonly RunSummary[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'compare-'));
  runs = await Promise.all(made.map(async run => readRun(await writeRun(directory, run))));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const words = compareWords(english);

async function opened(options: Omit<Parameters<typeof openPage>[1], 'answer'> = {}, compared = runs) {
  const look = {
    stylesOf: (paths: readonly string[]) => new Map(paths.map((path, i) => [path, seriesStyle(i)])),
    l10n: english,
  };
  const panel = await openPage('compare', {
    ...options,
    answer: async (post, { send }) => {
      const request = compareRequestSchema.parse(post);
      if (request.type === 'copy') return send({ type: 'copied', format: request.format });
      const baseline = request.type === 'ready' ? request.baseline : request.row;
      if (request.type === 'ready') await send({ type: 'opened', words, paths: compared.map(({ path }) => path) });
      return send(comparison(compared, baseline, look).message);
    },
  });
  await panel.page.locator('tbody tr').first().waitFor();
  return { panel, page: panel.page, rows: panel.page.locator('.table').first().locator('tbody tr') };
}

for (const theme of themeKinds) {
  test.for([1400, 700, 342])(`passes in ${theme} at %d pixels`, async width => {
    const { panel, page } = await opened({ theme, width });
    await page.waitForTimeout(200);
    await panel.expectNoViolations();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/compare-${theme}-${width}.png`, fullPage: true });
  });
}

test('seeds share a row with their mean, and a row says why it is not comparable', async () => {
  const { rows, page } = await opened();
  expect(await rows.count()).toBe(6);
  const cells = await rows.first().locator('td, th').count();
  expect(await rows.page().locator('.table').first().locator('thead th').count()).toBe(cells);
  const texts = (await rows.allInnerTexts()).map(text => text.replace(/\s+/g, ' '));
  expect(texts[1]).toMatch(
    /^digits-vpt-deep .*vpt-deep ?, prompts 10 95\.\d (± [\d.]+|\+[\d.]+ −[\d.]+) \+10\.\d 7,680 /,
  );
  expect(
    await page.getByText('The same in all: backbone vit-nano · head of 1,290 parameters · 15 epochs').count(),
  ).toBe(1);
  expect(texts[3]).toContain('Not comparable: learning rate changed in mid-run, other budget');
  expect(texts[4]).toMatch(/^digits-bitfit /);
  expect(texts[5]).toContain('not tested yet');
});

test('rows with the same seeds are tested against each other, and the page says how', async () => {
  const { rows, page } = await opened();
  expect(await page.getByRole('columnheader', { name: 'p', exact: false }).count()).toBeGreaterThan(0);
  await page.getByRole('radio', { name: 'Baseline: digits-vpt-deep' }).check();
  await page.getByText('Difference from digits-vpt-deep: tested in pairs of the same seed').waitFor();
  expect((await rows.nth(4).innerText()).replace(/\s+/g, ' ')).toMatch(/ 0\.0 ?± 6\.4 1\.000 /);
  expect(await rows.nth(2).innerText()).toContain('other seeds');
});

test('the key names each row once, in the one colour that it has everywhere, and each seed by its mark', async () => {
  const { page, rows } = await opened();
  const key = page.getByRole('region', { name: 'Validation accuracy' }).locator('.keys > span');
  expect((await key.allInnerTexts()).map(text => text.trim())).toEqual([
    'digits-linear',
    'digits-vpt-deep',
    'digits-lora',
    'digits-full',
    'digits-bitfit',
    'digits-ssf',
    '● seed 0',
    '▲ seed 1',
  ]);
  const colors = await rows
    .locator('.row-head .key circle')
    .evaluateAll(dots => dots.map(dot => dot.getAttribute('fill')));
  const lines = await key.locator('line').evaluateAll(all => all.map(line => line.getAttribute('stroke')));
  expect(colors).toHaveLength(5);
  expect(lines.slice(0, 5)).toEqual(colors);
  expect(new Set(colors).size).toBe(5);
});

test('a front of one row is told in words, not by the key of a line', async () => {
  const { page } = await opened({}, [runs[0], runs[3]]);
  const keys = page.getByRole('region', { name: 'Test accuracy against trained parameters' }).locator('.keys');
  expect(await keys.locator('line').count()).toBe(1);
  const alone = await opened({}, [runs[3], runs[4]]);
  const words = alone.page.getByRole('region', { name: 'Test accuracy against trained parameters' }).locator('.keys');
  expect(await words.innerText()).toBe('Pareto front: digits-lora alone; no other is more accurate, or has fewer');
  expect(await words.locator('line').count()).toBe(0);
});

test('another baseline changes what rows are set beside', async () => {
  const { rows, page, panel } = await opened();
  expect(await rows.nth(2).innerText()).toContain('+12.5');
  await page.getByRole('radio', { name: 'Baseline: digits-lora' }).check();
  await expect.poll(() => rows.nth(0).innerText()).toContain('−12.5');
  await expect.poll(() => panel.state()).toMatchObject({ baseline: 'digits-lora-1' });
});

test('a column sorts the rows, and the copy has their order', async () => {
  const { page, panel, rows } = await opened();
  await page.getByRole('button', { name: 'Test accuracy' }).click();
  expect(await rows.first().innerText()).toContain('digits-lora');
  expect(await page.locator('th[aria-sort=descending]').count()).toBe(1);
  await page.getByRole('button', { name: 'LaTeX' }).click();
  await page.getByText('LaTeX copied').waitFor();
  expect(panel.posts.at(-1)).toEqual({
    type: 'copy',
    format: 'latex',
    rows: [
      'digits-lora-1',
      'digits-full-1',
      'digits-vpt-deep-1',
      'digits-bitfit-s0-1',
      'digits-linear-1',
      'digits-ssf-1',
    ],
  });
});

test('the matrices show what was taken for what, and the fields that differ are listed alone', async () => {
  const { page } = await opened();
  expect(await page.locator('.matrix').count()).toBe(5);
  await page.getByText('sum over 2 seeds, 359 test images each').first().waitFor();
  await page
    .getByText(/^\d taken for \d: \d of 72 \(\d\.\d %\)$/)
    .first()
    .waitFor();
  await page.getByText('Most frequent mistakes').first().waitFor();
  const fields = await page.locator('.differences tbody th').allInnerTexts();
  expect(fields).toEqual(expect.arrayContaining(['method.id', 'method.rank', 'training.batchSize']));
  expect(fields).not.toContain('training.epochs');
});

test('the curves can be read as a table, and the page is restored as it was left', async () => {
  const { page, panel } = await opened();
  await page.getByRole('button', { name: 'Validation accuracy: Table' }).click();
  expect(await page.getByRole('region', { name: 'Validation accuracy: Table' }).locator('tbody tr').count()).toBe(15);
  await expect.poll(() => panel.state()).toMatchObject({ curvesAsTable: true });
  const again = await opened({ state: panel.state() });
  expect(await again.page.getByRole('region', { name: 'Validation accuracy: Table' }).count()).toBe(1);
});

test('runs that cannot be read leave the page with a sentence', async () => {
  const missing = await readRun(join(directory, 'missing-1'));
  const { page, panel } = await opened({}, [runs[0], missing]);
  await page.getByRole('alert').getByText('missing').waitFor();
  await panel.expectNoViolations();
});

test('the best of a column is told by more than a colour, aloud as well', async () => {
  const { rows } = await opened();
  expect(await rows.nth(2).innerText()).toMatch(/★\s*best:\s*97\.5/);
  expect(await rows.nth(1).innerText()).not.toContain('★');
});

test('a narrow page shows the accuracy, says that there is more, and scrolls the table in itself', async () => {
  const { page } = await opened({ width: 342 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  const table = page.getByRole('region', { name: 'Comparison', exact: true });
  const accuracy = await table.locator('tbody .number').first().boundingBox();
  expect((accuracy?.x ?? 0) + (accuracy?.width ?? Infinity)).toBeLessThan(342);
  const cue = () =>
    page
      .locator('.across')
      .first()
      .evaluate(element => getComputedStyle(element, '::after').opacity);
  expect(await cue()).toBe('1');
  const name = table.locator('tbody .row-name').first();
  const before = await name.boundingBox();
  await table.evaluate(element => element.scrollTo({ left: 10_000 }));
  expect(await table.evaluate(element => element.scrollLeft)).toBeGreaterThan(0);
  expect((await name.boundingBox())?.x).toBe(before?.x);
  await expect.poll(cue).toBe('0');
});

test('a wide page has no sign of more', async () => {
  const { page } = await opened();
  expect(
    await page
      .locator('.across')
      .first()
      .evaluate(element => getComputedStyle(element, '::after').opacity),
  ).toBe('0');
});
