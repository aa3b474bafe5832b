import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { complaint } from '../installation/runTool';
import type { Program } from '../probing/program';
import { type Turn, turnSchema } from './turns';

/** An engine in a process of its own, ready to make steps. */
export interface EngineProcess {
  /** Has it make steps for about so many milliseconds. @throws {Error} what its process complained of, if it ends */
  turn(milliseconds: number): Promise<Turn>;
  end(): void;
}

/** Milliseconds in which an engine is loaded and makes its first step, also from a slow disk. */
const patience = 20_000;

/**
 * Starts `engines turns`, and waits until its engine has made its first step.
 * @param signal ends the process
 * @throws {Error} why it can't be measured, without a full stop; nothing is left running then
 */
export async function startEngine(
  engine: string,
  program: Program,
  { signal, environment }: { readonly signal: AbortSignal; readonly environment: NodeJS.ProcessEnv },
): Promise<EngineProcess> {
  signal.throwIfAborted();
  const child = spawn(program.command, [...program.words, 'engines', 'turns', engine], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const end = () => {
    signal.removeEventListener('abort', end);
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', end);
  // A process that is gone is told of by its end.
  child.stdin.on('error', () => undefined);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-10_000)));
  const ended = endOf(child, () => said);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Turn> => {
    const line = await Promise.race([lines.next(), ended]);
    // A library may print what it likes.
    return line.done ? ended : (turnOf(line.value) ?? answer());
  };
  const tooLate = new Error(`it made no step in ${patience / 1000} seconds`);
  const timer = setTimeout(() => child.emit('error', tooLate), patience);
  try {
    await answer();
  } catch (error) {
    end();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    turn: milliseconds => {
      child.stdin.write(`${milliseconds}\n`);
      return answer();
    },
    end,
  };
}

function turnOf(line: string): Turn | undefined {
  try {
    return turnSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Rejects when a process ends, with what it said last. */
function endOf(child: ChildProcess, said: () => string): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) =>
      reject(new Error(signal ? `it was ended by ${signal}` : (complaint(said()) ?? `it ended with status ${status}`))),
    );
  });
  // Whoever waits for an answer hears of it; nobody may.
  ended.catch(() => undefined);
  return ended;
}
