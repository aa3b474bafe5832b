import { stat } from 'node:fs/promises';
import { DiskFull } from '../storage/fullDisk';
import { listCheckpoints } from './checkpoints';
import type { RunFolder } from './runFolder';

/**
 * Says of a run whose disk is full what it keeps, and how to go on.
 * @param resume how the run is resumed, as an order
 */
export async function diskFullInRun(
  folder: Pick<RunFolder, 'path' | 'experiment' | 'checkpoints'>,
  resume = 'resume the run',
): Promise<DiskFull> {
  const isDescribed = await stat(folder.experiment).then(
    () => true,
    () => false,
  );
  if (!isDescribed) return new DiskFull(folder.path, 'then run the experiment again');
  const keeps = (await listCheckpoints(folder)).some(({ manifest }) => manifest.resumable);
  const whence = keeps ? 'go on from its last checkpoint, which is kept' : 'begin it anew';
  return new DiskFull(folder.path, `then ${resume} to ${whence}`);
}
