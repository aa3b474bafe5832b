// Supervisors and the real training process, on the digits sample.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readJournal } from '../../src/runs/journal';
import { runFolderAt } from '../../src/runs/runFolder';
import { type SupervisorOptions, createTrainingSupervisor } from '../../src/runs/supervision/createTrainingSupervisor';
import type { TrainingNews, TrainingSupervisor } from '../../src/runs/supervision/trainingSupervisor';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const trainer = fileURLToPath(new URL('../../dist/trainer.js', import.meta.url));

/** Bundles the training process, for `beforeAll`. */
export async function buildTrainer(): Promise<void> {
  await promisify(execFile)(process.execPath, ['esbuild.mjs', 'trainer'], { cwd: root });
}

/** A supervisor as a window has one, and what it told. */
export interface Window {
  readonly supervisor: TrainingSupervisor;
  readonly news: TrainingNews[];
  readonly errors: string[];
}

/** The interpreter under test: this one, or another that the environment names. */
const nodePath = process.env.VISUAL_TUNING_TEST_NODE ?? process.execPath;

export function openWindow(options: Partial<SupervisorOptions> = {}): Window {
  const news: TrainingNews[] = [];
  const errors: string[] = [];
  const log = { info: () => undefined, error: (text: string) => void errors.push(text) };
  const supervisor = createTrainingSupervisor({
    nodePath,
    env: { NODE_OPTIONS: '' },
    trainer,
    engine: 'auto',
    threads: 1,
    parallelRuns: 1,
    mayStart: true,
    log,
    ...options,
  });
  supervisor.onNews(told => news.push(told));
  return { supervisor, news, errors };
}

/** Waits until something holds, and gives it back. @throws {Error} after so many seconds */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  seconds = 180,
): Promise<T> {
  for (const end = performance.now() + 1000 * seconds; performance.now() < end;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`It did not come to this within ${seconds} s: ${what}.`);
}

export async function journalOf(run: string) {
  const { records, damaged } = await readJournal(runFolderAt(run).journal).catch(() => ({ records: [], damaged: [] }));
  return { records, damaged };
}

/** Waits until a run has made so many steps. */
export function stepsOf(run: string, steps: number): Promise<unknown> {
  return until(`${run} makes ${steps} steps`, async () => {
    const { records } = await journalOf(run);
    return records.filter(({ type }) => type === 'step').length >= steps;
  });
}
