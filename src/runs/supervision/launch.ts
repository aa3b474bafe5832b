import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { isChatter } from '../../engines/chatter';
import { readContact } from '../contact';
import type { RunFolder } from '../runFolder';

/** What starts a training process. */
export interface TrainerProgram {
  /** The interpreter: Node, or Electron, which is told to be Node. */
  readonly nodePath: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Path of the bundled training process. */
  readonly trainer: string;
  readonly engine: string;
  /** As many as the engine likes if absent. */
  readonly threads: number | undefined;
}

/** How a process ended: by itself or a signal, or, with a reason, it could not even be started. */
export type ProcessEnd =
  | { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly reason?: undefined }
  | { readonly reason: string };

/** A training process of one's own. */
export interface Launched {
  readonly child: ChildProcess;
  /** What came first: it says where it listens, it ended, or the time was over. */
  readonly outcome: Promise<'contact' | 'ended' | 'timeout'>;
  readonly ended: Promise<ProcessEnd>;
  /** The last lines of what this process printed. */
  lastWords(): Promise<string>;
}

const launchTime = 30_000;
const betweenLooks = 100;
const mostBytes = 2_000;

/** Starts the training process of a run, on its own: it goes on when this process ends, and prints to the run's log. */
export async function launchTrainer(folder: RunFolder, program: TrainerProgram): Promise<Launched> {
  const earlier = (await readContact(folder))?.nonce;
  const logged = await stat(folder.log).then(
    ({ size }) => size,
    () => 0,
  );
  const child = spawned(folder, program);
  const ended = new Promise<ProcessEnd>(resolve => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', error => {
      // Also told when a signal can't be sent.
      if (child.pid === undefined) resolve({ reason: error.message });
    });
  });
  child.unref();
  return { child, ended, outcome: raced(folder, earlier, ended), lastWords: () => tail(folder.log, logged) };
}

function spawned(folder: RunFolder, { nodePath, env, trainer, engine, threads }: TrainerProgram): ChildProcess {
  const words = [
    trainer,
    folder.path,
    '--engine',
    engine,
    ...(threads === undefined ? [] : ['--threads', `${threads}`]),
  ];
  const environment: NodeJS.ProcessEnv = { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' };
  // A debugger of the editor's own process would wait for this one too.
  delete environment.VSCODE_INSPECTOR_OPTIONS;
  const log = openSync(folder.log, 'a');
  try {
    return spawn(nodePath, words, {
      cwd: folder.path,
      detached: true,
      stdio: ['ignore', log, log],
      env: environment,
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

async function raced(
  folder: RunFolder,
  earlier: string | undefined,
  ended: Promise<unknown>,
): Promise<'contact' | 'ended' | 'timeout'> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  const began = performance.now();
  while (performance.now() - began < launchTime) {
    const contact = await readContact(folder);
    if (contact && contact.nonce !== earlier) return 'contact';
    if (isOver) return 'ended';
    await Promise.race([ended, wait(betweenLooks, undefined, { ref: false })]);
  }
  return 'timeout';
}

/** Whether a line says more than where in the program something happened, or that a library is there. */
const isTelling = (line: string) => line.trim() !== '' && !/^\s+at /.test(line) && !isChatter(line);

/** The last lines of a file from a position on. */
async function tail(path: string, from: number): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { size } = await file.stat();
    const start = Math.max(from, size - mostBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - start)), 0, null, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
    return lines.filter(isTelling).slice(-8).join('\n');
  } catch {
    return '';
  } finally {
    await file?.close();
  }
}
