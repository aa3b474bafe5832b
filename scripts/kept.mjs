// @ts-check
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Where downloads are kept between runs; `VISUAL_TUNING_TEST_CACHE` names another place. */
export const keptFolder = () =>
  process.env.VISUAL_TUNING_TEST_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'visual-tuning-test');

/** Who makes a thing says so this often; who has not for much longer is gone. */
const beat = 2_000;
const silence = 60_000;

/**
 * A folder that is made once and then kept. It is there whole or not at all; of several processes that want it, one
 * makes it and the others wait.
 * @param {string} name with the version of what is in it
 * @param {(folder: string) => Promise<void>} make fills a new folder
 * @returns {Promise<string>} the folder
 */
export async function kept(name, make) {
  const folder = join(keptFolder(), name);
  if (await exists(folder)) return folder;
  await mkdir(keptFolder(), { recursive: true });
  const release = await locked(`${folder}.lock`);
  try {
    if (await exists(folder)) return folder;
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    await make(unfinished);
    await rename(unfinished, folder);
    return folder;
  } finally {
    await release();
  }
}

/**
 * @param {string} lock a folder that only its maker removes
 * @returns {Promise<() => Promise<void>>} what releases it
 */
async function locked(lock) {
  for (let told = false; !(await taken(lock)); told = true) {
    if (await isAbandoned(lock)) {
      // Of several that find it abandoned, one moves it away.
      const away = `${lock}.${process.pid}`;
      await rename(lock, away).catch(() => undefined);
      await rm(away, { recursive: true, force: true });
    } else {
      if (!told) console.error(`Waiting for another process that is filling ${lock.replace(/\.lock$/, '')} …`);
      await wait(500);
    }
  }
  const pulse = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => undefined), beat);
  return async () => {
    clearInterval(pulse);
    await rm(lock, { recursive: true, force: true });
  };
}

/** @param {string} lock */
async function taken(lock) {
  try {
    await mkdir(lock);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(lock, 'pid'), String(process.pid));
  return true;
}

/** @param {string} lock */
async function isAbandoned(lock) {
  try {
    if (Date.now() - (await stat(lock)).mtimeMs > silence) return true;
    const pid = Number(await readFile(join(lock, 'pid'), 'utf8'));
    // Signal 0 asks only whether the process is there. A lock just made has no pid in it yet.
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

/** @param {string} path */
const exists = path =>
  stat(path).then(
    () => true,
    () => false,
  );

/** @param {unknown} error */
const codeOf = error => (error instanceof Error && 'code' in error ? error.code : undefined);
