import { InputError } from '../../protocol/inputError';
import { type HubName, hubNameText } from './hubName';
import type { HubSettings } from './hubSettings';

/** A model at one commit. */
export interface HubModel {
  /** Forty hexadecimal digits. */
  readonly commit: string;
  /** Paths of its files. */
  readonly files: readonly string[];
}

/** A file of a model, and what tells whether it came whole. */
export interface HubFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of a large file, or Git's SHA-1 of a small one, in hexadecimal. It names the file in the cache. */
  readonly hash: string;
}

/**
 * Asks the hub for a model's commit and its files.
 * @throws {InputError} if there is no such model, or the hub doesn't answer as it should.
 */
export async function describeModel(settings: HubSettings, name: HubName, request: typeof fetch): Promise<HubModel> {
  return understood(settings, async () => {
    const { modelInfo } = await import('@huggingface/hub');
    const { sha, filePaths } = await modelInfo({
      name: name.repository,
      revision: name.revision,
      hubUrl: settings.endpoint,
      additionalFields: ['sha', 'filePaths'],
      fetch: request,
    });
    return /^[0-9a-f]{40}$/.test(sha) ? { commit: sha, files: filePaths } : undefined;
  });
}

/**
 * Asks the hub for sizes and hashes of some files, in the order given.
 * @throws {InputError} if one is not there, or the hub doesn't answer as it should.
 */
export async function describeFiles(
  settings: HubSettings,
  name: HubName,
  commit: string,
  paths: readonly string[],
  request: typeof fetch,
): Promise<HubFile[]> {
  const found = await understood(settings, async () => {
    const { pathsInfo } = await import('@huggingface/hub');
    const infos = await pathsInfo({
      repo: name.repository,
      revision: commit,
      paths: [...paths],
      hubUrl: settings.endpoint,
      fetch: request,
    });
    const files = infos.map(({ path, size, oid, lfs }) => ({
      path,
      size: lfs?.size ?? size,
      hash: lfs?.oid ?? oid ?? '',
    }));
    return files.every(({ size, hash }) => Number.isSafeInteger(size) && isHash(hash)) ? files : undefined;
  });
  return paths.map(path => {
    const file = found.find(candidate => candidate.path === path);
    if (!file) throw new InputError(`${hubNameText(name)} has no file ${path}: try another revision.`);
    return file;
  });
}

function isHash(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The answer, if it is one that the hub gives; a portal that wants a login, or a mirror, may say anything. */
async function understood<T>({ endpoint }: HubSettings, ask: () => Promise<T | undefined>): Promise<T> {
  const answer = await ask().catch((error: unknown) => {
    if (error instanceof SyntaxError || (error instanceof TypeError && error.cause === undefined)) return undefined;
    throw error;
  });
  if (answer !== undefined) return answer;
  throw new InputError(
    `${endpoint} does not answer as the hub does: check HF_ENDPOINT, and whether a login page is in between.`,
  );
}
