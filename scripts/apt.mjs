// @ts-check
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Installs packages of Debian (or Ubuntu), which root alone can.
 * @param {string[]} packages
 * @param {string} why what is missing, as the beginning of a sentence
 * @throws Error of one sentence where it can't be done
 */
export async function aptInstall(packages, why) {
  const wanted = `apt-get install ${packages.join(' ')}`;
  const hasApt = await access('/usr/bin/apt-get').then(
    () => true,
    () => false,
  );
  if (!hasApt) throw new Error(`${why}, and this system has no apt-get: install it by the system's own means.`);
  if (process.getuid?.() !== 0) throw new Error(`${why}, and only root may install it: run "sudo ${wanted}".`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.error(`Running ${wanted} …`);
  try {
    await run('apt-get', ['update', '-qq'], { env: environment, maxBuffer: 1e8 });
    await run('apt-get', ['install', '-y', '-qq', ...packages], { env: environment, maxBuffer: 1e8 });
  } catch (error) {
    throw new Error(`${why}, and "${wanted}" failed: ${lastLine(error)}`, { cause: error });
  }
}

/** @param {unknown} error of a process that failed */
const lastLine = error => {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1) ?? '';
};
