import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { answersSignals } from '../../storage/answersSignals';

/** A file that nobody has touched for so long is not being written to. */
const abandonedAfterMilliseconds = 60_000;

/** Tells the machines apart that share a cache over a network. */
const machine = createHash('sha1').update(hostname()).digest('hex').slice(0, 8);

/** Those that this process writes to now. */
const inUse = new Set<string>();

/**
 * Runs `fill` on a file beside `path` that holds the beginning of it, which is empty or what an earlier attempt has
 * left. Nobody else writes to it: its name, `….incomplete`, carries its owner's, and a file whose owner is gone is taken
 * over by renaming it, which one process alone can do. It stays where `fill` throws, for the next attempt.
 */
export async function withPartialFile<T>(path: string, fill: (partial: string) => Promise<T>): Promise<T> {
  const partial = `${path}.${machine}-${process.pid}-${randomBytes(4).toString('hex')}.incomplete`;
  inUse.add(partial);
  try {
    if (!(await takeOver(path, partial))) await (await open(partial, 'wx')).close();
    return await fill(partial);
  } finally {
    inUse.delete(partial);
  }
}

/** Removes what abandoned attempts at a file that is now there have left. */
export async function removePartialFiles(path: string): Promise<void> {
  for (const { name } of await abandoned(path)) await rm(name, { force: true });
}

async function takeOver(path: string, partial: string): Promise<boolean> {
  for (const { name } of await abandoned(path)) {
    try {
      await rename(name, partial);
      return true;
    } catch {
      // Another process was faster.
    }
  }
  return false;
}

/** Files left of attempts at `path`, the longest first. */
async function abandoned(path: string): Promise<{ name: string; size: number }[]> {
  const folder = dirname(path);
  const found: { name: string; size: number }[] = [];
  for (const file of await readdir(folder)) {
    if (!file.startsWith(`${basename(path)}.`) || !file.endsWith('.incomplete')) continue;
    const name = join(folder, file);
    const stats = await stat(name).catch(() => undefined);
    if (stats && isAbandoned(name, file.slice(basename(path).length), Date.now() - stats.mtimeMs)) {
      found.push({ name, size: stats.size });
    }
  }
  return found.sort((a, b) => b.size - a.size);
}

function isAbandoned(path: string, suffix: string, age: number): boolean {
  if (inUse.has(path)) return false;
  const [, owner, pid] = /^\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.incomplete$/.exec(suffix) ?? [];
  // Of a name without an owner, as other programs that use this cache give, age is all that tells.
  if (owner !== machine) return age > abandonedAfterMilliseconds;
  return Number(pid) === process.pid || !answersSignals(Number(pid)) || age > abandonedAfterMilliseconds;
}
