import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  type EngineEvent,
  type EngineReport,
  engineEventSchema,
  engineReportSchema,
} from '../../protocol/engineReport';
import { InputError } from '../../protocol/inputError';

/** How the command line is started. Read whenever it is, so getters may follow the settings. */
export interface CommandLine {
  readonly nodePath: string;
  /** Path of its bundle. */
  readonly script: string;
  /** Beside this process's own. */
  readonly env: NodeJS.ProcessEnv;
}

/** A process that was asked to stop is given this long to leave things in order. */
const patience = 10_000;

/** Looks at every engine. @param fresh also at those whose libraries have not changed since */
export async function askEngines(commandLine: CommandLine, fresh: boolean): Promise<EngineReport> {
  const lines: string[] = [];
  const words = ['engines', '--json', '--report', ...(fresh ? ['--fresh'] : [])];
  await run(commandLine, words, { onLine: line => lines.push(line) });
  return engineReportSchema.parse(JSON.parse(lines.join('\n')));
}

/**
 * Installs, removes or measures.
 * @param words of `visual-tuning engines`
 * @returns how it ended, as a sentence
 * @throws {InputError} why it can't be done, and what to do; an AbortError once the signal is aborted
 */
export async function doWithEngines(
  commandLine: CommandLine,
  words: readonly string[],
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: (event: EngineEvent) => void },
): Promise<string> {
  let said = '';
  const onLine = (line: string) => {
    const event = engineEventSchema.safeParse(parsed(line));
    if (!event.success) return;
    if (event.data.event === 'finished') said = event.data.said;
    else onEvent(event.data);
  };
  await run(commandLine, ['engines', ...words, '--json'], { signal, onLine });
  return said;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function run(
  { nodePath, script, env }: CommandLine,
  words: readonly string[],
  { signal, onLine }: { readonly signal?: AbortSignal; readonly onLine: (line: string) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(nodePath, [script, ...words], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let kill: NodeJS.Timeout | undefined;
    const stop = () => {
      child.kill('SIGTERM');
      kill = setTimeout(() => child.kill('SIGKILL'), patience);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const complaints: string[] = [];
    createInterface({ input: child.stdout }).on('line', onLine);
    createInterface({ input: child.stderr }).on('line', line => complaints.push(line));
    const end = (outcome: () => void) => {
      signal?.removeEventListener('abort', stop);
      clearTimeout(kill);
      outcome();
    };
    child.on('error', error => end(() => reject(new InputError(`${nodePath} can't be started (${error.message}).`))));
    child.on('close', (status, killedBy) =>
      end(() => {
        if (signal?.aborted) reject(signal.reason);
        else if (status === 0) resolve();
        else reject(failure(status, killedBy, complaints.filter(Boolean).at(-1)));
      }),
    );
  });
}

function failure(status: number | null, killedBy: string | null, complaint: string | undefined): Error {
  if (status === 2 && complaint) return new InputError(complaint);
  return new Error(complaint ?? `The command line ended with ${killedBy ?? status}.`);
}
