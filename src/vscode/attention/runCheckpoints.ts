import type { PanelCheckpoint } from '../../protocol/attentionPanel';
import { isEpochEnd } from '../../runs/recorder';
import { runFolderAt } from '../../runs/runFolder';
import { checkpointHistory } from '../../runs/snapshots';

/** The checkpoints of a run that can be looked at, earliest first. */
export async function runCheckpoints(run: string): Promise<PanelCheckpoint[]> {
  const all = await checkpointHistory(runFolderAt(run));
  const best = all.at(-1)?.manifest.best?.epoch;
  return all.map(({ name, manifest }) => ({
    name,
    epoch: manifest.epoch,
    step: manifest.step,
    within: !isEpochEnd(manifest),
    best: manifest.epoch === best && isEpochEnd(manifest),
  }));
}
