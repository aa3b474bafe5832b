import { isUnderWay } from '../../protocol/runState';
import { endRun } from '../endRun';
import { lockRun, RunIsTaken } from '../lock';
import { readRun } from '../readRun';
import { writeRunExit } from '../runExit';
import type { RunFolder } from '../runFolder';
import type { Launched, ProcessEnd } from './launch';

/** The status with which a training process says that another has its run. */
const taken = 3;

/** Records how a training process that was started here ended. @returns false if it left its run to another that had it already */
export async function recordExit(folder: RunFolder, { child }: Launched, end: ProcessEnd): Promise<boolean> {
  if (end.reason !== undefined || child.pid === undefined) return true;
  if (end.code === taken) return false;
  await writeRunExit(folder, { pid: child.pid, code: end.code, signal: end.signal });
  return true;
}

/** Records that a run failed whose process ended before it could say anything itself. */
export async function recordFalseStart(folder: RunFolder, message: string): Promise<void> {
  const before = await readRun(folder.path);
  const state = before.progress?.state;
  if (state !== undefined && state !== 'queued' && !isUnderWay(state)) return;
  try {
    const lock = await lockRun(folder);
    await endRun(folder, before, { type: 'failed', message }).finally(() => lock.release());
  } catch (error) {
    // Somebody else trains it meanwhile.
    if (!(error instanceof RunIsTaken)) throw error;
  }
}

/** Why a training process ended before it began, with what it printed last. */
export async function falseStart(end: ProcessEnd, { child, lastWords }: Launched): Promise<string> {
  if (end.reason !== undefined) {
    return `The training process can't be started with ${child.spawnfile} (${end.reason}): check the setting visualTuning.nodePath.`;
  }
  const how = end.signal === null ? `status ${end.code}` : `signal ${end.signal}`;
  const words = await lastWords();
  return `The training process ended with ${how} before it began${words === '' ? ', and printed nothing.' : `: ${words}`}`;
}
