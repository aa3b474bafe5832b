import { findCached } from './cachedCheckpoint';
import { type HubOptions, fetchCheckpointFolder } from './fetchCheckpointFolder';
import { CachedModel } from './hubCache';
import { isHubName, parseHubName } from './hubName';
import { readHubSettings } from './hubSettings';

/**
 * The path on this machine of a checkpoint as an experiment names it: a path as it is, and for `hf:organization/name` the
 * folder that it is in once it has been fetched.
 * @throws what `parseHubName` and `fetchCheckpointFolder` throw
 */
export async function localCheckpoint(checkpoint: string, options: HubOptions = {}): Promise<string> {
  if (!isHubName(checkpoint)) return checkpoint;
  return (await fetchCheckpointFolder(parseHubName(checkpoint), options)).folder;
}

/** Where a checkpoint is that need not be fetched. */
export interface PresentCheckpoint {
  readonly path: string;
  /** Whether all files that explain the weights are known to be here, too. */
  readonly complete: boolean;
}

/**
 * The same without the network: a path as it is, whether or not anything is there; undefined for a model of the hub that
 * the cache does not have.
 * @throws what `parseHubName` and `readHubSettings` throw
 */
export async function presentCheckpoint(
  checkpoint: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<PresentCheckpoint | undefined> {
  if (!isHubName(checkpoint)) return { path: checkpoint, complete: true };
  const name = parseHubName(checkpoint);
  const { cacheFolder } = await readHubSettings(environment);
  const cached = await findCached(new CachedModel(cacheFolder, name));
  return cached && { path: cached.found.folder, complete: cached.complete };
}
