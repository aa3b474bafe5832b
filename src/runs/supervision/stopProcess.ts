import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { isUnderWay } from '../../protocol/runState';
import { trainerRequests } from '../../protocol/trainerWire';
import { readContact } from '../contact';
import { endRun } from '../endRun';
import { RunIsTaken, lockRun } from '../lock';
import { readRun } from '../readRun';
import { writeRunExit } from '../runExit';
import type { RunFolder } from '../runFolder';
import type { Follower } from './follower';
import { climb } from './stopLadder';
import { trainingProcess } from './trainingProcess';
import type { StopRung } from './trainingSupervisor';

/** What a supervisor has of the process of a run. */
export interface Known {
  /** If it started the process itself. */
  readonly child: ChildProcess | undefined;
  /** Who follows it by now. */
  follower(): Follower | undefined;
}

/**
 * Stops the process of a run, by the ladder, and ends when it is gone and the run's files say so.
 * @param climbed told of each rung
 * @returns the rung that did it; `asked` if there was no process
 * @throws {InputError} if the process is on another machine or can't be told from others
 */
export async function stopProcess(
  folder: RunFolder,
  { child, follower }: Known,
  climbed: (rung: StopRung) => void,
): Promise<StopRung> {
  const target = await trainingProcess(folder, child);
  if (target === null) return 'asked';
  const canBeAsked = child !== undefined || (await readContact(folder))?.pid === target.pid;
  const askWhenLinked = async () => {
    for (;;) {
      const link = follower()?.link;
      if (link) return void (await link.ask(trainerRequests.stop, {}));
      if (await target.isGone()) return;
      await wait(100, undefined, { ref: false });
    }
  };
  const rung = await climb(
    {
      isGone: target.isGone,
      ask: canBeAsked ? askWhenLinked : null,
      silence: () => follower()?.hearing.silence ?? Infinity,
      longestSilence: follower()?.hearing.longestSilence ?? 0,
      terminate: target.terminate,
      kill: target.kill,
    },
    climbed,
  );
  if (rung === 'killed') await recordKilling(folder, target.pid);
  return rung;
}

const killed = {
  type: 'stopped',
  reason: 'stopped by you; it had to be killed, so what came after the last checkpoint is lost',
} as const;

/** Says for a process that was killed what it couldn't say itself. */
async function recordKilling(folder: RunFolder, pid: number): Promise<void> {
  await writeRunExit(folder, { pid, code: null, signal: 'SIGKILL' });
  try {
    const lock = await lockRun(folder);
    await endAsKilled(folder).finally(() => lock.release());
  } catch (error) {
    // Another window stopped it too, and records the same.
    if (!(error instanceof RunIsTaken)) throw error;
  }
}

async function endAsKilled(folder: RunFolder): Promise<void> {
  const before = await readRun(folder.path);
  const state = before.progress?.state;
  if (state === undefined || state === 'queued' || isUnderWay(state)) await endRun(folder, before, killed);
}
