import { InputError } from '../../protocol/inputError';
import { DiskFull, isDiskFull } from '../../storage/fullDisk';
import { type CheckpointFolder, findCached } from './cachedCheckpoint';
import { type HubProgress, downloadCheckpoint } from './downloadCheckpoint';
import { CachedModel } from './hubCache';
import { type HubName, hubNameText } from './hubName';
import { HubUnreachable } from './hubRequest';
import { type HubSettings, readHubSettings } from './hubSettings';

export interface HubOptions {
  readonly onProgress?: (progress: HubProgress) => void;
  readonly signal?: AbortSignal;
  /** `process.env` by default; see `readHubSettings` for what is read. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Finds a model of the hub in the cache, or brings its configuration and its safetensors there. What the cache has is
 * used without asking whether the revision has moved since. Pickles are never fetched.
 * @throws {InputError} if there is no such model, no safetensors in it, no way to the hub, or no right to any of it; an
 * Error if the download fails half-way, after which another call goes on where it stopped.
 */
export async function fetchCheckpointFolder(name: HubName, options: HubOptions = {}): Promise<CheckpointFolder> {
  const settings = await readHubSettings(options.environment ?? process.env);
  const cache = new CachedModel(settings.cacheFolder, name);
  const cached = await findCached(cache);
  if (cached && (cached.complete || settings.offline)) return cached.found;
  if (settings.offline) {
    throw new InputError(
      `${hubNameText(name)} is not in the cache at ${settings.cacheFolder} and HF_HUB_OFFLINE is set: unset it, or ` +
        'give the path of a folder with the model.',
    );
  }
  try {
    const { onProgress, signal } = options;
    return await downloadCheckpoint(
      { settings, name, cache, onProgress, signal },
      cached?.found.commit ?? name.revision,
    );
  } catch (error) {
    if (cached && error instanceof HubUnreachable) return cached.found;
    throw explained(error, settings, name);
  }
}

/** Says of an error of the file system what to do about it. */
function explained(error: unknown, { cacheFolder }: HubSettings, name: HubName): unknown {
  if (isDiskFull(error)) {
    const remedy = `or set HF_HUB_CACHE to a folder on another disk, for ${hubNameText(name)}; what has arrived is kept`;
    return new DiskFull(cacheFolder, remedy);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return new InputError(
        `The cache ${cacheFolder} can't be written to (${code}): set HF_HUB_CACHE to a folder that can.`,
      );
    default:
      return error;
  }
}
