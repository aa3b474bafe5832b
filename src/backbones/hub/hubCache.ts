import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HubName } from './hubName';

/**
 * The part of the hub's cache that holds one model, in the layout of Python's `huggingface_hub`: `blobs` named by their
 * hash, `snapshots/<commit>` of links to them, `refs/<branch or tag>` that hold a commit, and `.no_exist/<commit>` with
 * an empty file for each one that the model is known not to have.
 */
export class CachedModel {
  private readonly folder: string;

  constructor(
    cacheFolder: string,
    private readonly name: HubName,
  ) {
    this.folder = join(cacheFolder, ['models', ...name.repository.split('/')].join('--'));
  }

  snapshot(commit: string): string {
    return join(this.folder, 'snapshots', commit);
  }

  blob(hash: string): string {
    return join(this.folder, 'blobs', hash);
  }

  /** The commit that the revision was when it was last asked about; undefined if it never was. */
  async knownCommit(): Promise<string | undefined> {
    const { revision } = this.name;
    if (isCommit(revision)) return revision;
    const commit = await readFile(this.reference(), 'utf8').catch(() => '');
    return isCommit(commit.trim()) ? commit.trim() : undefined;
  }

  /** Files of the commit whose bytes are here. */
  async filesOf(commit: string): Promise<string[]> {
    const snapshot = this.snapshot(commit);
    const names = await readdir(snapshot).catch(() => []);
    const present = await Promise.all(names.map(name => isFile(join(snapshot, name))));
    return names.filter((_, index) => present[index]);
  }

  /** Whether the model is known not to have this file. */
  async isKnownAbsent(commit: string, file: string): Promise<boolean> {
    return isFile(this.absence(commit, file));
  }

  async rememberAbsent(commit: string, file: string): Promise<void> {
    await this.write(this.absence(commit, file), '');
  }

  async rememberCommit(commit: string): Promise<void> {
    if (this.name.revision !== commit && (await this.knownCommit()) !== commit)
      await this.write(this.reference(), commit);
  }

  /** Makes the blob a file of the commit. */
  async link(commit: string, file: string, hash: string): Promise<void> {
    const pointer = join(this.snapshot(commit), file);
    if (await isFile(pointer)) return;
    const temporary = `${pointer}.${randomUUID()}.tmp`;
    await mkdir(dirname(pointer), { recursive: true });
    try {
      await symlink(join('..', '..', 'blobs', hash), temporary)
        // Windows reserves symbolic links for administrators and developers.
        .catch(() => link(this.blob(hash), temporary))
        .catch(() => copyFile(this.blob(hash), temporary));
      await rename(temporary, pointer);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  private reference(): string {
    return join(this.folder, 'refs', this.name.revision);
  }

  private absence(commit: string, file: string): string {
    return join(this.folder, '.no_exist', commit, file);
  }

  private async write(path: string, text: string): Promise<void> {
    const temporary = `${path}.${randomUUID()}.tmp`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text);
    await rename(temporary, path);
  }
}

export async function isFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() ?? false;
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}
