// Runs the command line as a person would: the built program, in a process of its own.
import { type ChildProcess, type SpawnOptions, execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** How a process ended and what it wrote. */
export interface Outcome {
  /** Null if a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bundles the program, for `beforeAll`. Builds of several test files at once don't disturb each other. */
export async function buildCommandLine(): Promise<void> {
  await promisify(execFile)(process.execPath, ['esbuild.mjs', 'cli'], { cwd: root });
}

/** Engines that a person installed or measured on this machine have no say in what is tested. */
const nothingInstalled = { VISUAL_TUNING_DATA: join(tmpdir(), 'visual-tuning-none'), VISUAL_TUNING_TENSORFLOW: '' };

/** Starts the program, to talk to while it runs. */
export function startVisualTuning(words: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const env = { ...process.env, NODE_OPTIONS: '', ...nothingInstalled, ...options.env };
  return spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'], ...options, env });
}

/** Waits for a started program to end. */
export function outcomeOf(started: ChildProcess): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    started[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    started.on('error', reject).on('close', status => resolve({ status, ...written }));
  });
}

/** Runs the program to its end. */
export function visualTuning(words: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  return outcomeOf(startVisualTuning(words, options));
}

/** Runs the program with `--json`. @returns its one document. @throws {Error} if it fails or prints anything else. */
export async function visualTuningJson(words: readonly string[], options: SpawnOptions = {}): Promise<unknown> {
  const { status, stdout, stderr } = await visualTuning([...words, '--json'], options);
  if (status !== 0) throw new Error(`visual-tuning ${words.join(' ')} exited with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** An environment in which the program first runs a module of this folder. */
export const preload = (module: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_OPTIONS: `--import=${new URL(module, import.meta.url).href}`,
});

/** What wrong use or bad input looks like: status 2, one sentence on stderr, nothing on stdout. */
export const refusal = (sentence: unknown) => ({ status: 2, stdout: '', stderr: sentence });
