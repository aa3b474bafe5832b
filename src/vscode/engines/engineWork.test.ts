import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EnginesMessage } from '../../protocol/enginesPanel';

const shown: string[] = [];
const reported: unknown[] = [];
let cancelNotification: () => void = () => undefined;

vi.mock('vscode', () => ({
  ProgressLocation: { Notification: 15 },
  EventEmitter: class<T> {
    private readonly listeners: ((value: T) => void)[] = [];
    readonly event = (listener: (value: T) => void) => this.listeners.push(listener);
    fire(value: T): void {
      this.listeners.forEach(listener => listener(value));
    }
    dispose(): void {}
  },
  env: { language: 'en' },
  l10n: { t: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, i) => values[Number(i)]) },
  window: {
    showInformationMessage: (text: string) => shown.push(text),
    showErrorMessage: (text: string) => shown.push(`error: ${text}`),
    showWarningMessage: (text: string) => shown.push(`warning: ${text}`),
    withProgress: (_: unknown, task: (progress: unknown, token: unknown) => unknown) =>
      task(
        { report: (value: unknown) => reported.push(value) },
        { onCancellationRequested: (cancel: () => void) => (cancelNotification = cancel) },
      ),
  },
}));

const { EngineWork } = await import('./engineWork');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'work-'));
  shown.length = 0;
  reported.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

/** Work whose command line is this script. */
async function working(script: string) {
  const path = join(folder, 'cli.mjs');
  await writeFile(path, `const say = event => console.log(JSON.stringify(event));\n${script}`);
  const work = new EngineWork({ nodePath: process.execPath, script: path, env: {} });
  const told: EnginesMessage[] = [];
  work.onNews(message => told.push(message));
  return { work, told };
}

const progress = `say({ event: 'progress', what: 'Downloading', done: 2e6, total: 274e6, unit: 'bytes' });`;

test('what is done is told while it goes on and when it ends, in the notification and to pages', async () => {
  const { work, told } = await working(`${progress}
    say({ event: 'finished', said: process.argv.slice(2).join(' ') });`);
  expect(await work.start('install')).toBe(true);
  expect(reported).toEqual([{ message: 'Downloading: 2 of 274 MB' }]);
  expect(shown).toEqual(['engines install tensorflow --json']);
  expect(told.map(message => (message.type === 'task' ? message.task?.progress?.done : null))).toEqual([
    undefined,
    2e6,
    undefined,
  ]);
  expect(work.current).toEqual({ type: 'task', task: null, said: { text: shown[0], isProblem: false } });
});

test('what goes wrong is told in its own sentence', async () => {
  const { work } = await working(`console.error('Asking …'); console.error('There is no compiler.'); process.exit(2);`);
  expect(await work.start('install')).toBe(false);
  expect(shown).toEqual(['error: There is no compiler.']);
  expect(work.current).toMatchObject({ said: { text: 'There is no compiler.', isProblem: true } });
});

test('one thing is done at a time, and is over once it is cancelled and its process has ended', async () => {
  const { work, told } = await working(`${progress}
    process.on('SIGTERM', () => process.exit(130)); setInterval(() => {}, 1000);`);
  const first = work.start('measure');
  await vi.waitFor(() => expect(told.length).toBe(2), 20_000);
  expect(await work.start('remove')).toBe(false);
  expect(shown).toEqual(['warning: Wait until this is done, or cancel it: Measuring the engines']);
  cancelNotification();
  expect(await first).toBe(false);
  expect(work.current).toMatchObject({ task: null, said: { text: 'Cancelled: Measuring the engines' } });
});
