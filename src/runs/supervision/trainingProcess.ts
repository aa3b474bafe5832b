import type { ChildProcess } from 'node:child_process';
import { hostname } from 'node:os';
import { InputError } from '../../protocol/inputError';
import type { RunLockRecord } from '../../protocol/runLock';
import { isThere, lockHolder } from '../lock';
import { lookAtProcess } from '../processSight';
import type { RunFolder } from '../runFolder';
import { killTree, terminate } from './signals';

/** A process that is known to be the one that trains a run, so that no other of its pid is ever signalled. */
export interface TrainingProcess {
  readonly pid: number;
  isGone(): Promise<boolean>;
  /** Null where there is no such signal. */
  readonly terminate: (() => Promise<void>) | null;
  kill(): Promise<void>;
}

/**
 * The process that trains a run: that which has its lock, or a child that hasn't taken it yet. Null if there is none.
 * @throws {InputError} if it is on another machine, or can't be told from others of its pid
 */
export async function trainingProcess(
  folder: RunFolder,
  child: ChildProcess | undefined,
): Promise<TrainingProcess | null> {
  const holder = await lockHolder(folder);
  if (holder && holder.pid !== child?.pid) return heldBy(folder, holder);
  return child ? ownChild(child) : null;
}

function heldBy({ path }: RunFolder, holder: RunLockRecord): TrainingProcess {
  const { pid, host, started } = holder;
  if (host !== hostname()) throw new InputError(`${path}: the machine ${host} trains this run: stop it there.`);
  if (pid === process.pid) throw new InputError(`${path}: this run is being changed: try again in a moment.`);
  const signal = async (send: (pid: number) => unknown) => {
    const sight = await lookAtProcess(pid);
    if (!sight.isThere) return;
    if (started === null || sight.started !== started) {
      throw new InputError(`${path}: process ${pid} can't be told to be the one that trains: end it by hand.`);
    }
    await send(pid);
  };
  return {
    pid,
    isGone: async () => !(await isThere(holder)),
    ...rungs(signal),
  };
}

/** The means of ending a process, each sent by a function that makes sure of whom it is sent to. */
function rungs(signal: (send: (pid: number) => unknown) => Promise<void>): Pick<TrainingProcess, 'terminate' | 'kill'> {
  const ask = terminate;
  return { terminate: ask && (() => signal(ask)), kill: () => signal(killTree) };
}

/** A child stays itself until it is seen to end. */
function ownChild(child: ChildProcess): TrainingProcess | null {
  const { pid } = child;
  if (pid === undefined) return null;
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  const signal = async (send: (pid: number) => unknown) => {
    if (!isGone()) await send(pid);
  };
  return {
    pid,
    isGone: async () => isGone(),
    ...rungs(signal),
  };
}
