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
