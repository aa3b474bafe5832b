import { InputError } from '../../protocol/inputError';
import { listCheckpoints } from '../../runs/checkpoints';
import { isEpochEnd } from '../../runs/recorder';
import type { RunFolder } from '../../runs/runFolder';

/** A checkpoint of a run, before its tensors are read. */
export type NamedCheckpoint = Awaited<ReturnType<typeof listCheckpoints>>[number];

/**
 * The checkpoint of a name; for null the one of the run's best epoch so far, or the latest.
 * @throws {InputError} if the run has none, or none of that name
 */
export async function namedCheckpoint(folder: RunFolder, name: string | null): Promise<NamedCheckpoint> {
  const all = await listCheckpoints(folder);
  // What a run can go on from is what it selects from; snapshots are more to look at.
  const resumable = all.filter(({ manifest }) => manifest.resumable);
  const latest = resumable.at(-1) ?? all.at(-1);
  if (!latest) {
    throw new InputError(`${folder.path}: this run has no checkpoint yet: let it finish an epoch first.`);
  }
  if (name === null) {
    const best = latest.manifest.best?.epoch;
    return resumable.find(({ manifest }) => manifest.epoch === best && isEpochEnd(manifest)) ?? latest;
  }
  const found = all.find(checkpoint => checkpoint.name === name);
  if (!found) {
    const names = all.map(checkpoint => checkpoint.name).join(', ');
    throw new InputError(`${folder.path} has no checkpoint "${name}": name one of ${names}.`);
  }
  return found;
}
