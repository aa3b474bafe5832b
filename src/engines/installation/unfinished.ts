import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { answersSignals } from '../../storage/answersSignals';
import { ensureFolder } from '../../storage/folder';

const pattern = /\.unfinished-(\d+)$/;

/**
 * Makes a folder whole or not at all: what fills it works on another one beside it, which takes its place in the end.
 * Unfinished folders of processes that are gone are removed.
 */
export async function makeFolder<T>(folder: string, fill: (unfinished: string) => Promise<T>): Promise<T> {
  const parent = dirname(folder);
  await ensureFolder(parent);
  await removeAbandoned(parent);
  return withUnfinished(parent, basename(folder), async unfinished => {
    const made = await fill(unfinished);
    await rename(unfinished, folder);
    return made;
  });
}

/** Makes a folder that is there for as long as something uses it. */
export async function withWorkFolder<T>(parent: string, use: (work: string) => Promise<T>): Promise<T> {
  await ensureFolder(parent);
  return withUnfinished(parent, 'work', use);
}

async function withUnfinished<T>(parent: string, name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(parent, `${name}.unfinished-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(pattern.exec(name)?.[1]);
    if (pid > 0 && !answersSignals(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}
