import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { type RunState, runStateSchema } from '../protocol/runState';
import { writeJsonAtomically } from '../storage/atomicFile';

/** What a run says of itself; who writes it and when is added. */
export type Progress = Omit<RunState, 'pid' | 'host' | 'updated'>;

/** Writes `state.json` anew, whole or not at all. */
export async function writeState(path: string, progress: Progress): Promise<RunState> {
  const state: RunState = { ...progress, pid: process.pid, host: hostname(), updated: new Date().toISOString() };
  await writeJsonAtomically(path, state);
  return state;
}

/** Reads `state.json`. Throws if it is not there or not what it should be. */
export async function readState(path: string): Promise<RunState> {
  return runStateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** Whether the process of a run is gone. Of another machine's process nothing is known, so it is taken to be there. */
export function isProcessGone({ pid, host }: Pick<RunState, 'pid' | 'host'>): boolean {
  if (host !== hostname()) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Not allowed to signal it means that it is there, as somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
