import { type HubOptions, fetchCheckpointFolder } from './fetchCheckpointFolder';
import { isHubName, parseHubName } from './hubName';

/**
 * The path on this machine of a checkpoint as an experiment names it: a path as it is, and for `hf:organization/name` the
 * folder that it is in once it has been fetched.
 * @throws what `parseHubName` and `fetchCheckpointFolder` throw
 */
export async function localCheckpoint(checkpoint: string, options: HubOptions = {}): Promise<string> {
  if (!isHubName(checkpoint)) return checkpoint;
  return (await fetchCheckpointFolder(parseHubName(checkpoint), options)).folder;
}
