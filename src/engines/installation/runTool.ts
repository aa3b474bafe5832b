import { spawn } from 'node:child_process';
import { isChatter } from '../chatter';

/** A program of the system ended otherwise than well. */
export class ToolFailed extends Error {}

export interface ToolOptions {
  readonly signal?: AbortSignal;
  readonly environment?: NodeJS.ProcessEnv;
  readonly folder?: string;
  readonly onComplaints?: (text: string) => void;
}

/**
 * Runs a program of the system to its end.
 * @param onComplaints given what it wrote on stderr, however it ended
 * @returns what it wrote on stdout
 * @throws {ToolFailed} with the last line that it wrote, or if it can't be started; an AbortError once the signal is aborted
 */
export function runTool(
  command: string,
  words: readonly string[],
  { signal, environment, folder, onComplaints }: ToolOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      signal,
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const written = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
    child.on('error', error => reject(error.name === 'AbortError' ? error : new ToolFailed(error.message)));
    child.on('close', (status, killedBy) => {
      onComplaints?.(written.stderr);
      if (status === 0) resolve(written.stdout);
      else if (killedBy) reject(new ToolFailed(`it was ended by ${killedBy}`));
      else reject(new ToolFailed(complaint(written.stderr || written.stdout) ?? `it ended with status ${status}`));
    });
  });
}

/** What a program complained of: the first line with the word error, else the last one. */
export function complaint(text: string): string | undefined {
  const lines = text.split('\n').flatMap(line => (isChatter(line) ? [] : line.trim() || []));
  const line = lines.find(candidate => /\berror\b/i.test(candidate)) ?? lines.at(-1);
  return line?.replace(/^error:\s*/i, '');
}

/** The first of these programs that runs with `--version`. */
export async function findTool(
  candidates: readonly (readonly string[])[],
  options: { signal: AbortSignal; environment: NodeJS.ProcessEnv },
): Promise<readonly string[] | undefined> {
  for (const [command, ...words] of candidates) {
    const runs = await runTool(command, [...words, '--version'], options).then(
      () => true,
      () => false,
    );
    options.signal.throwIfAborted();
    if (runs) return [command, ...words];
  }
  return undefined;
}
