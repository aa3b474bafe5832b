import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunExit, runExitSchema } from '../protocol/runExit';
import { writeJsonAtomically } from '../storage/atomicFile';
import type { RunFolder } from './runFolder';

type ExitFolder = Pick<RunFolder, 'path'>;

const exitPath = (folder: ExitFolder) => join(folder.path, 'exit.json');

/** Records how the training process of a run ended. */
export async function writeRunExit(folder: ExitFolder, exit: Omit<RunExit, 'time'>): Promise<void> {
  const record: RunExit = { ...exit, time: new Date().toISOString() };
  await writeJsonAtomically(exitPath(folder), record);
}

/** How the training process of a run ended, as far as somebody saw it; null if nobody did. */
export async function readRunExit(folder: ExitFolder): Promise<RunExit | null> {
  try {
    return runExitSchema.parse(JSON.parse(await readFile(exitPath(folder), 'utf8')));
  } catch {
    return null;
  }
}

/** Forgets how an earlier process of a run ended, as another begins. */
export async function forgetRunExit(folder: ExitFolder): Promise<void> {
  await rm(exitPath(folder), { force: true });
}
