import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../protocol/inputError';
import { type RunLockRecord, runLockSchema } from '../protocol/runLock';
import { lookAtProcess } from './processSight';
import type { RunFolder } from './runFolder';

type LockedFolder = Pick<RunFolder, 'path'>;

/** The run is this process's own until it is released or the process ends. */
export interface RunLock {
  /** Lets others have the run. At once, so that it can be the last thing that a process does. */
  release(): void;
}

/** Another process has the run. */
export class RunIsTaken extends InputError {
  constructor(
    readonly path: string,
    readonly holder: RunLockRecord,
  ) {
    super(
      holder.host === hostname()
        ? `${path}: process ${holder.pid} works on this run: stop it first.`
        : `${path}: process ${holder.pid} of the machine ${holder.host} works on this run: stop it there, or delete ${lockPath({ path })} if that machine is gone.`,
    );
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
const lockPath = (folder: LockedFolder) => join(folder.path, 'lock');

/** How long a process that has written the last word of its run may hold it still, in ms. */
const farewell = 10_000;

/** As `lockRun`, where the run has ended: what ended it may be about to leave. @throws {RunIsTaken} if it stays */
export async function lockEndedRun(folder: LockedFolder): Promise<RunLock> {
  const deadline = Date.now() + farewell;
  for (;;) {
    try {
      return await lockRun(folder);
    } catch (error) {
      if (!(error instanceof RunIsTaken) || Date.now() > deadline) throw error;
      await wait(50);
    }
  }
}

/**
 * Takes a run for this process alone. The lock of a process that is gone is taken over.
 * @throws {RunIsTaken} if another process has it
 */
export async function lockRun(folder: LockedFolder): Promise<RunLock> {
  const { started } = await lookAtProcess(process.pid);
  const record: RunLockRecord = { pid: process.pid, host: hostname(), started, nonce: randomUUID() };
  const text = `${JSON.stringify(record)}\n`;
  const path = lockPath(folder);
  await take(folder, path, text);
  return {
    release: () => {
      try {
        if (readFileSync(path, 'utf8') === text) rmSync(path);
      } catch {
        // The folder was deleted, and the lock with it.
      }
    },
  };
}

/** The process that has a run, if it has one that is there. Of another machine's process nothing is known, so it is. */
export async function lockHolder(folder: LockedFolder): Promise<RunLockRecord | null> {
  const text = await readLock(lockPath(folder));
  const record = text === null ? null : parsed(text);
  return record !== null && (await isThere(record)) ? record : null;
}

/** Whether the process that made a lock is there still: the very process, not another of its pid. */
export async function isThere({ pid, host, started }: RunLockRecord): Promise<boolean> {
  if (host !== hostname()) return true;
  const sight = await lookAtProcess(pid);
  return sight.isThere && (started === null || sight.started === null || started === sight.started);
}

/**
 * Makes a file of one's own at a path, or in the place of one whose process is gone. To replace that one, its successor
 * must first take a file that is named after it: as only one can, and looks again when it has, no lock is ever lost to
 * two successors at once. A successor that dies on the way is succeeded in the same manner.
 */
async function take(folder: LockedFolder, path: string, text: string): Promise<void> {
  for (;;) {
    // Who took longer to write it than `settled` waits may have been succeeded meanwhile.
    if ((await made(path, text)) && (await readLock(path)) === text) return;
    const other = await settled(path);
    if (other === null) continue;
    const holder = parsed(other);
    if (holder !== null && (await isThere(holder))) throw new RunIsTaken(folder.path, holder);
    const succession = `${lockPath(folder)}.${createHash('sha256').update(other).digest('hex').slice(0, 16)}`;
    await take(folder, succession, text);
    if ((await readLock(path)) === other) {
      await rename(succession, path);
      return;
    }
    await rm(succession, { force: true });
  }
}

/** Makes a file; false if there is one. */
async function made(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(text).finally(() => file.close());
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The text of a lock, once whoever makes it has written it, or has had 2 seconds to; null if it is gone. */
async function settled(path: string): Promise<string | null> {
  let text: string | null = null;
  for (let attempt = 0; attempt < 20; attempt++) {
    text = await readLock(path);
    if (text === null || parsed(text) !== null) return text;
    await wait(100);
  }
  return text;
}

/** The text of a lock; null if there is none. */
async function readLock(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function parsed(text: string): RunLockRecord | null {
  try {
    return runLockSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
