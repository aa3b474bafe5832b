// @ts-check
import { mkdir, mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A workspace of its own, and a folder for an editor's data.
 * @returns {Promise<{ folder: string, data: string, remove: () => Promise<void> }>} `remove` ends what still trains in
 *   the workspace, and takes everything away
 */
export async function temporaryWorkspace() {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'vt-')));
  const [folder, data] = [join(home, 'workspace'), join(home, 'data')];
  await mkdir(folder);
  return {
    folder,
    data,
    async remove() {
      await endRuns(folder);
      // A process that was just ended may still be writing its last file.
      await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/**
 * Ends the training processes of a workspace, which outlive the editor on purpose.
 * @param {string} folder
 */
export async function endRuns(folder) {
  const runs = join(folder, '.tuning', 'runs');
  for (const run of await readdir(runs).catch(() => [])) {
    const lock = await readFile(join(runs, run, 'lock'), 'utf8').catch(() => '');
    const pid = Number(/"pid":\s*(\d+)/.exec(lock)?.[1] ?? 0);
    if (pid > 1) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
  }
}
