import { execFile } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { version as visualTuning } from '../../package.json';
import type { Environment } from '../protocol/environment';

/** What the caller knows of the environment; the machine and the repository are found out. */
export interface KnownEnvironment extends Pick<Environment, 'engine' | 'data' | 'checkpoint' | 'backboneFingerprint'> {
  /** Versions of the libraries that compute, by name. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Folder of the experiment file. */
  readonly folder: string;
}

/** The contents of `environment.json`. Never fails: what can't be found out is left out. */
export async function describeEnvironment({ versions, folder, ...known }: KnownEnvironment): Promise<Environment> {
  return {
    versions: { visualTuning, node: process.versions.node, ...versions },
    platform: `${process.platform}-${process.arch}`,
    processor: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism() },
    ...known,
    git: await describeRepository(folder),
  };
}

/** The commit that a folder is at, and whether there are changes beside it; null if git can't say within 2 seconds. */
export async function describeRepository(folder: string): Promise<Environment['git']> {
  const [commit, changes] = await Promise.all([git(folder, 'rev-parse', 'HEAD'), git(folder, 'status', '--porcelain')]);
  return commit === null || changes === null ? null : { commit: commit.trim(), dirty: changes.trim() !== '' };
}

/** Output of a git command, or null if it failed. It takes no lock, so that it never disturbs the person's own git. */
function git(folder: string, ...parameters: string[]): Promise<string | null> {
  return new Promise(resolve => {
    const options = {
      cwd: folder,
      timeout: 2000,
      maxBuffer: 1 << 26,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    };
    execFile('git', parameters, options, (error, output) => resolve(error === null ? output : null));
  });
}
