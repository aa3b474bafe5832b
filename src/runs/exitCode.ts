import { constants } from 'node:os';
import type { RunExit } from '../protocol/runExit';

const signals = new Map<string, number>(Object.entries(constants.signals));

/** The exit code of a process as a shell would give it: 128 and the number of the signal that ended it. null if nobody saw it. */
export function exitCode(exit: Pick<RunExit, 'code' | 'signal'> | null): number | null {
  if (exit === null || exit.code !== null) return exit?.code ?? null;
  const signal = signals.get(exit.signal ?? '');
  return signal === undefined ? null : 128 + signal;
}
