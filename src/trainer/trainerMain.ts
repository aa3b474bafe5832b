import { parseArgs } from 'node:util';
import { type EngineChoice, engineChoices } from '../protocol/engineReport';
import { InputError } from '../protocol/inputError';
import { lockRun, RunIsTaken } from '../runs/lock';
import { runFolderAt } from '../runs/runFolder';
import { exitStatus } from './exitStatus';
import type { TrainerOptions } from './trainRun';

/**
 * The training process: `trainer.js RUN_DIR [--engine …] [--threads …]` trains the run that waits in this folder, with its
 * `experiment.json`, or goes on with it. What it prints is for a log. Never throws.
 * @returns the exit status, see `exitStatus`
 */
export async function trainerMain(words: readonly string[]): Promise<number> {
  // A full disk must not end the run because of its log.
  process.stderr.on('error', () => undefined);
  try {
    const { run, ...options } = parseWords(words);
    const folder = runFolderAt(run);
    const lock = await lockRun(folder);
    process.once('exit', () => lock.release());
    // Loaded when the run is this process's own.
    const { trainRun } = await import('./trainRun');
    return exitStatus[await trainRun(folder, options, log)];
  } catch (error) {
    log(
      error instanceof InputError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : `${error}`,
    );
    if (error instanceof RunIsTaken) return exitStatus.taken;
    return error instanceof InputError ? exitStatus.badInput : exitStatus.failed;
  }
}

function parseWords(words: readonly string[]): TrainerOptions & { readonly run: string } {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { engine: { type: 'string', default: 'auto' }, threads: { type: 'string' } },
  });
  const [run, ...more] = positionals;
  if (run === undefined || more.length > 0) throw new InputError('Give the path of one run folder.');
  return { run, engine: engineOf(values.engine), threads: threadsOf(values.threads) };
}

function engineOf(text: string): EngineChoice {
  const chosen = engineChoices.find(choice => choice === text);
  if (!chosen) throw new InputError(`--engine is ${text}: give one of ${engineChoices.join(', ')}.`);
  return chosen;
}

function threadsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InputError(`--threads is ${text}: give a whole number above 0.`);
  return Number(text);
}

function log(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}
