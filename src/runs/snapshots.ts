import type { CheckpointManifest } from '../protocol/checkpointManifest';
import { type NamedTensor } from '../backbones/checkpoint/safetensorsWriter';
import { type CheckpointContents, deleteCheckpoint, listCheckpoints, saveCheckpoint } from './checkpoints';
import type { RunFolder } from './runFolder';

/**
 * Snapshots are the trained tensors as they were after some of the epochs, and before the first, for people to look at:
 * without the optimiser's moments, so that no run goes on from them. There are at most 12 of at most 64 MiB each, so they
 * take no more than 768 MiB of a run folder, and 12 times what the trained tensors do.
 */
const most = 12;
const largestBytes = 64 * 2 ** 20;

/**
 * Whether a run that has reached the epoch `now` still has its snapshot of an earlier one: every one of them at first, then
 * every other, every fourth … so that there are never more than `most`, the one before the first epoch among them.
 */
export function isKept(epoch: number, now: number): boolean {
  let every = 1;
  while (Math.floor(now / every) > most - 1) every *= 2;
  return epoch % every === 0;
}

/** Saves a snapshot of an epoch if it is one to keep and not too large, and deletes those that aren't to be kept any more. */
export async function keepSnapshot(
  folder: RunFolder,
  { epoch, step }: { readonly epoch: number; readonly step: number },
  tensors: readonly NamedTensor[],
  contents: Omit<CheckpointContents, 'resumable' | 'progress'>,
): Promise<void> {
  const bytes = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytes > largestBytes || !isKept(epoch, epoch)) return;
  const name = `snapshot-${String(epoch).padStart(6, '0')}`;
  await saveCheckpoint(folder, { epoch, step, name }, tensors, { ...contents, resumable: false, progress: {} });
  for (const { name: other, manifest } of await listCheckpoints(folder)) {
    if (!manifest.resumable && !isKept(manifest.epoch, epoch)) await deleteCheckpoint(folder, other);
  }
}

/**
 * The history of a run for people to look through: one checkpoint for each moment that is kept, earliest first. Where
 * there is a snapshot beside a checkpoint with the optimiser's moments, the smaller one.
 */
export async function checkpointHistory(
  folder: Pick<RunFolder, 'checkpoints'>,
): Promise<{ readonly name: string; readonly manifest: CheckpointManifest }[]> {
  const all = await listCheckpoints(folder);
  const snapshots = new Set(all.flatMap(({ manifest }) => (manifest.resumable ? [] : [manifest.step])));
  return all.filter(({ manifest }) => !manifest.resumable || !snapshots.has(manifest.step));
}
