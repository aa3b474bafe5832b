import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RunIsTaken, lockRun } from '../../runs/lock';
import { ensureFolder } from '../../storage/folder';
import { type Installing, tell } from './installing';

const millisecondsBetweenLooks = 500;

/**
 * Does what only one process may do in a folder at a time: waits until another that does is done or gone, and tells so.
 * The lock is that of run folders.
 */
export async function oneAtATime<T>(folder: string, installing: Installing, work: () => Promise<T>): Promise<T> {
  await ensureFolder(folder);
  const lock = await taken(folder, installing);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function taken(folder: string, installing: Installing) {
  for (;;) {
    try {
      return await lockRun({ path: folder });
    } catch (error) {
      if (!(error instanceof RunIsTaken)) throw error;
      const { pid, host } = error.holder;
      const where = host === hostname() ? '' : ` of the machine ${host}, which holds ${join(folder, 'lock')}`;
      tell(installing, `Waiting for another installation (process ${pid}${where})`);
      await pause(millisecondsBetweenLooks, undefined, { signal: installing.signal });
    }
  }
}
