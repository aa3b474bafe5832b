import { spawn } from 'node:child_process';
import { type DeviceMemory, watchMemory } from './deviceMemory';

/** How a measurement ended that went well. */
export interface Ended {
  /** The JSON document that it printed last. */
  readonly document: unknown;
  readonly deviceMemory: DeviceMemory | null;
}

/** A measurement failed; the message is the literal reason. */
export class Failed extends Error {}

export interface ChildOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly patience: number;
  /** Of `nvidia-smi`; null where there is none to watch. */
  readonly card: string | null;
}

/** Runs a program that prints one JSON document, in a process of its own. @throws {Failed} with its own words */
export async function runChild(command: string, words: readonly string[], options: ChildOptions): Promise<Ended> {
  const watch = await watchMemory(options.card);
  const child = spawn(command, words, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const unwatch = child.pid === undefined ? async () => null : watch(child.pid);
  let isLate = false;
  const clock = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, 1000 * options.patience);
  const interrupted = () => child.kill('SIGKILL');
  process.once('exit', interrupted);
  const end = await new Promise<number | string>(resolve => {
    child.on('error', error => resolve(error.message));
    child.on('close', (status, signal) => resolve(signal ?? status ?? 1));
  });
  clearTimeout(clock);
  process.off('exit', interrupted);
  const deviceMemory = await unwatch();
  if (isLate) throw new Failed(`It took longer than ${options.patience} seconds and was ended.`);
  if (end !== 0) throw new Failed(reasonOf(written.stderr || written.stdout, end));
  return { document: documentOf(written.stdout), deviceMemory };
}

const outOfMemory =
  /out of memory|OOM when allocating|CUDA_ERROR_OUT_OF_MEMORY|Failed to allocate memory|RESOURCE_EXHAUSTED|bad_alloc|heap out/i;

/** Whether a reason, as found below, is that memory ran out. */
export const isOutOfMemory = (reason: string): boolean => reason.startsWith('Out of memory');

/** The line of a failed program's output that says why; out of memory is said first wherever it is the cause. */
export function reasonOf(text: string, end: number | string): string {
  const lines = text.split('\n').flatMap(line => line.trim() || []);
  const memory = lines.find(line => outOfMemory.test(line));
  if (memory !== undefined) return `Out of memory: ${shortened(memory)}`;
  if (end === 'SIGKILL') return 'It was ended by SIGKILL, which the system does when memory runs out.';
  // Python's last line is the exception; our command line's first one the complaint.
  const said =
    lines.findLast(line => /^[\w.]*(Error|Exception|Exit)\b|^Failed: |\berror\b/i.test(line)) ?? lines.at(-1);
  const how = typeof end === 'number' ? `status ${end}` : end;
  return said === undefined ? `It ended with ${how} and said nothing.` : shortened(said);
}

/** Without what our command line adds for a person at a terminal. */
function shortened(line: string): string {
  const said = line.replace(/^Failed: /, '').replace(/ ?\(--verbose .*$/, '');
  return said.length > 300 ? `${said.slice(0, 297)}…` : said;
}

/** Libraries may chat before the document. */
function documentOf(text: string): unknown {
  const line = text.trim().split('\n').at(-1) ?? '';
  for (const candidate of [line, text]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next one may do.
    }
  }
  throw new Failed(`It printed no result but: ${shortened(line)}`);
}
