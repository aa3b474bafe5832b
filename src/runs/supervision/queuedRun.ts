import { rm } from 'node:fs/promises';
import { loadExperiment } from '../../experiments/load';
import { InputError } from '../../protocol/inputError';
import type { RunPresence } from '../../protocol/runOverview';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { DiskFull, isDiskFull } from '../../storage/fullDisk';
import { endRun, restate } from '../endRun';
import { lockEndedRun, lockRun } from '../lock';
import { openRun } from '../openRun';
import { readRun } from '../readRun';
import { forgetRunExit } from '../runExit';
import { type RunFolder, createRunFolder } from '../runFolder';

/**
 * Makes the folder of a run that waits for its turn.
 * @throws {InputError} if the file holds no experiment, or the folder can't be made
 * @throws {DiskFull} if there is no room for it; nothing of it is left
 */
export async function makeQueuedRun(experimentFile: string, runsDirectory: string): Promise<RunFolder> {
  const { experiment } = await loadExperiment(experimentFile);
  const folder = await createRunFolder(runsDirectory, experiment.name);
  try {
    await writeJsonAtomically(folder.experiment, experiment);
    await restate(folder, { progress: null, experiment }, 'queued');
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    await rm(folder.path, { recursive: true, force: true });
    throw new DiskFull(runsDirectory, 'then run the experiment again');
  }
  return folder;
}

/** Lets a run that ended too early wait for its turn again. @throws {InputError} if it is under way or done */
export async function queueAgain(path: string): Promise<RunFolder> {
  const { folder, summary: before } = await openRun(path);
  requireUndone(path, before.state);
  const hasEnded = before.state === 'stopped' || before.state === 'failed';
  const lock = await (hasEnded ? lockEndedRun(folder) : lockRun(folder));
  try {
    const summary = await readRun(path);
    requireUndone(path, summary.state);
    switch (summary.state) {
      case 'preparing':
      case 'running':
      case 'paused':
      case 'stopping':
      case 'lost':
        // Without a lock, as another version or another machine may train it.
        throw new InputError(`${path}: process ${summary.progress?.pid} works on this run: stop it first.`);
    }
    await forgetRunExit(folder);
    await restate(folder, summary, 'queued');
  } finally {
    lock.release();
  }
  return folder;
}

function requireUndone(path: string, state: RunPresence): void {
  if (state === 'done') throw new InputError(`${path}: this run is done: there is nothing to resume.`);
}

/** Takes a run that waits for its turn out of the queue for good. @returns false if it doesn't wait any more */
export async function stopQueued(folder: RunFolder): Promise<boolean> {
  const lock = await lockRun(folder);
  try {
    const summary = await readRun(folder.path);
    if (summary.progress?.state !== 'queued') return false;
    await endRun(folder, summary, { type: 'stopped', reason: 'stopped by you while it waited for its turn' });
    return true;
  } finally {
    lock.release();
  }
}
