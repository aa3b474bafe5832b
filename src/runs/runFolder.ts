import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError } from '../protocol/inputError';
import { ensureFolder } from '../storage/folder';
import { DiskFull, isDiskFull } from '../storage/fullDisk';

/** Where everything of a run lies. All paths are absolute. */
export interface RunFolder {
  /** Name of the folder, for example `digits-vpt-deep-1`. */
  readonly id: string;
  readonly path: string;
  /** Exactly what was asked, defaults filled in. */
  readonly experiment: string;
  readonly environment: string;
  readonly journal: string;
  readonly state: string;
  readonly checkpoints: string;
  /** Output of the process. */
  readonly log: string;
}

/** The layout of the run folder at a path, whether it is there or not. */
export function runFolderAt(folder: string): RunFolder {
  const path = resolve(folder);
  return {
    id: basename(path),
    path,
    experiment: join(path, 'experiment.json'),
    environment: join(path, 'environment.json'),
    journal: join(path, 'journal.jsonl'),
    state: join(path, 'state.json'),
    checkpoints: join(path, 'checkpoints'),
    log: join(path, 'trainer.log'),
  };
}

/** A name as it may stand in a path on any system: lower case letters, digits and hyphens. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug || 'run';
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

async function asInput<T>(runsDirectory: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isDiskFull(error)) throw new DiskFull(runsDirectory, 'or choose a folder for runs on another disk');
    const reason = codeOf(error);
    if (reason === 'EEXIST' || reason === 'ENOTDIR') {
      throw new InputError(
        `${runsDirectory}: runs can't be kept here, because a file stands in the way: choose a folder.`,
      );
    }
    throw new InputError(
      `${runsDirectory}: a run folder can't be made here (${reason}): choose a folder that can be written.`,
    );
  }
}

/**
 * Makes a new run folder, `<name>-<n>` with the smallest n that is free. Two processes never get the same one.
 * @throws {InputError} if the runs directory can't be written; the sentence names it
 */
export async function createRunFolder(runsDirectory: string, name: string): Promise<RunFolder> {
  const slug = slugOf(name);
  await asInput(runsDirectory, () => ensureFolder(runsDirectory));
  for (let n = 1; ; n++) {
    const folder = runFolderAt(join(runsDirectory, `${slug}-${n}`));
    if (await asInput(runsDirectory, () => made(folder.path))) {
      await asInput(runsDirectory, () => mkdir(folder.checkpoints));
      return folder;
    }
  }
}

/** Makes a folder; false if there is something of that name already. Making it is the only test that can't be raced. */
async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}
