import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { EngineReport } from '../../src/protocol/engineReport';
import type { EngineTask, EnginesMessage } from '../../src/protocol/enginesPanel';
import { english } from '../../src/vscode/english.fixture';
import { enginesWords } from '../../src/vscode/engines/enginesWords';
import { bareReport, measuredReport } from './enginesExample';
import { type OpenPageOptions, openPage } from './openPage';
import { themeKinds } from './themes';

const words = enginesWords(english);

const idle: EnginesMessage = { type: 'task', task: null, said: null };
const downloading = (name: EngineTask, done: number | null): EnginesMessage => ({
  type: 'task',
  task: {
    name,
    progress: {
      event: 'progress',
      what: 'Downloading TensorFlow 2.21.0 from files.pythonhosted.org',
      done,
      total: 273_829_956,
      unit: 'bytes',
    },
  },
  said: null,
});

/** The page of a report, once it is shown. */
async function opened(report: EngineReport, options: OpenPageOptions = {}) {
  const panel = await openPage('engines', {
    ...options,
    answer: async (post, page) => {
      if (!isDeepStrictEqual(post, { type: 'ready' })) return;
      const answers: EnginesMessage[] = [
        { type: 'opened', words },
        idle,
        { type: 'looking' },
        { type: 'report', report, problem: null },
      ];
      for (const message of answers) await page.send(message);
    },
  });
  await panel.page.getByRole('table').waitFor();
  return { panel, page: panel.page, send: (message: EnginesMessage) => panel.send(message) };
}

const posted = (type: string, task?: EngineTask) => (post: unknown) =>
  isDeepStrictEqual(post, task === undefined ? { type } : { type, task });

test('says which engine auto is and why, and what would make another usable', async () => {
  const { page, panel } = await opened(bareReport);
  expect(await page.locator('.auto').textContent()).toBe(
    'auto is ONNX Runtime. ONNX Runtime is the default: the engines have not been measured on this machine yet.',
  );
  expect(await page.getByRole('row', { name: /^ONNX Runtime\s*auto/ }).textContent()).toMatch(
    /auto\s+1\.30\.0\s+cpu\s+4\s+100 MB/,
  );
  expect(await page.getByRole('row', { name: /^TensorFlow is/ }).textContent()).toContain('is not installed');
  await page.getByRole('button', { name: 'Install: TensorFlow' }).click();
  await panel.waitForPost(posted('start', 'install'));
});

test('says what to do by its own buttons, not by commands that a person may not have', async () => {
  const { page } = await opened(bareReport);
  const text = (await page.getByRole('table').textContent()) ?? '';
  expect(text).toContain('TensorFlow is not installed: the button "Install" does it.');
  expect(text).toContain('on a machine with an NVIDIA card, a button "Install" here does it.');
  expect(text).not.toContain('visual-tuning engines');
});

test('installs the CUDA provider under its own name', async () => {
  const { page, panel } = await opened(measuredReport);
  await page.getByRole('button', { name: 'Install: ONNX Runtime on CUDA' }).click();
  await panel.waitForPost(posted('start', 'installCuda'));
});

test('shows the measurement as bars whose lengths are in proportion', async () => {
  const { page } = await opened(measuredReport);
  const widths = await page.locator('.bar').evaluateAll(bars => bars.map(bar => Number(bar.getAttribute('width'))));
  expect(widths[0] / widths[1]).toBeCloseTo(15.2 / 21.3, 5);
  expect(await page.getByText('NVIDIA L4').textContent()).toBe('NVIDIA L4 · 24 GB · driver 550.54.15');
  expect(await page.getByText('with oneDNN').count()).toBe(1);
});

test('while something is done, it is told how far it is, can be cancelled, and nothing else can be started', async () => {
  const { page, panel, send } = await opened(bareReport);
  const table = await page.getByRole('table').boundingBox();
  await send(downloading('install', 136_914_978));
  const bar = page.getByRole('progressbar');
  expect(await bar.evaluate((element: HTMLProgressElement) => element.position)).toBeCloseTo(0.5);
  expect(await page.getByText('137 MB of 274 MB').count()).toBe(1);
  expect(await page.getByRole('table').boundingBox()).toEqual(table);
  await page.getByRole('button', { name: 'Install: TensorFlow' }).click({ force: true });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await panel.waitForPost(posted('cancel'));
  expect(panel.posts.filter(posted('start', 'install'))).toEqual([]);
  await panel.expectNoViolations();
});

test('how it ended stays in sight, and a failure is an alert', async () => {
  const { page, send } = await opened(bareReport);
  await send({ type: 'task', task: null, said: { text: 'There is no C++ compiler.', isProblem: true } });
  expect(await page.getByRole('alert').textContent()).toBe('There is no C++ compiler.');
  await send({ type: 'task', task: null, said: { text: 'Removed it.', isProblem: false } });
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.getByText('Removed it.').count()).toBe(1);
});

test('engines that can not be looked at leave what was known, with a sentence', async () => {
  const { page, panel, send } = await opened(bareReport);
  await page.getByRole('button', { name: 'Look Again' }).click();
  await panel.waitForPost(posted('look'));
  await send({ type: 'report', report: null, problem: "/usr/bin/node can't be started (ENOENT)." });
  expect(await page.getByRole('alert').textContent()).toContain('ENOENT');
  expect(await page.getByRole('row', { name: /^ONNX Runtime\s*auto/ }).count()).toBe(1);
});

test.each(themeKinds)('is accessible in the %s theme, wide and narrow', async theme => {
  for (const width of [1400, 700]) {
    const { panel, page } = await opened(measuredReport, { theme, width });
    const table = page.getByRole('region', { name: 'Engines' });
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await panel.expectNoViolations();
    if (process.env.ENGINES_PICTURES) await panel.screenshot(`${process.env.ENGINES_PICTURES}/${theme}-${width}.png`);
  }
});
