import type { NamedTensor } from '../backbones/checkpoint/safetensorsWriter';
import type { CheckpointManifest } from '../protocol/checkpointManifest';
import type { JournalEntry } from '../protocol/journal';
import type { RunState } from '../protocol/runState';
import type { ClassificationSums } from '../training/classification';
import type { Network } from '../training/network';
import type { TrainingState } from '../training/step';
import type { TrainingProgress } from '../training/train';
import { type Checkpoint, checkpointFile, deleteCheckpoint, listCheckpoints, saveCheckpoint } from './checkpoints';
import { JournalWriter } from './journal';
import type { RunFolder } from './runFolder';
import { keepSnapshot } from './snapshots';
import { StateFile } from './stateFile';

/** Keeps a run folder true to its run: the journal, the state and the checkpoints. */
export class RunRecorder {
  private readonly journal: JournalWriter;
  private readonly stateFile: StateFile;
  private test: number | null = null;

  constructor(
    private readonly folder: RunFolder,
    private readonly network: Network,
    private readonly classes: readonly string[],
    private readonly totals: Pick<RunState, 'epochs' | 'steps' | 'trainable' | 'head'>,
    /** Told of each record that is written. */
    private readonly onRecord: (entry: JournalEntry) => void,
  ) {
    this.journal = new JournalWriter(folder.journal);
    this.stateFile = new StateFile(folder.state);
  }

  record(entry: JournalEntry): void {
    this.journal.append(entry);
    if (entry.type === 'test') this.test = entry.accuracy;
    this.onRecord(entry);
  }

  /** Writes `state.json`, unless it was written a moment ago and only numbers moved. */
  async state(state: RunState['state'], { epoch, step, best }: TrainingProgress, force = false): Promise<void> {
    const written = { state, epoch, step, best, test: this.test, ...this.totals };
    await (force ? this.stateFile.write(written) : this.stateFile.writeIfDue(written));
  }

  /** Keeps the tensors as they are now for people to look at, if they are small and this is an epoch to keep. */
  async snapshot({ epoch, step, best }: TrainingProgress, state: TrainingState): Promise<void> {
    await keepSnapshot(this.folder, { epoch, step }, this.named(state.parameters), {
      optimizer: { step: state.step - state.skipped },
      classes: [...this.classes],
      best,
    });
  }

  private named(arrays: ReadonlyMap<string, Float32Array>): NamedTensor[] {
    const shapes = new Map(this.network.trainables.map(tensor => [tensor.name, tensor.shape]));
    return [...arrays].map(([tensor, data]) => ({
      name: tensor,
      // A moment has the shape of its tensor, whose name follows its own.
      shape: shapes.get(tensor.replace(/^optimizer\.[mv]\./, '')) ?? [data.length],
      data,
    }));
  }

  /** Saves trainable tensors, head and optimiser, and drops older ones but the best, this one and the snapshots. */
  async checkpoint(progress: TrainingProgress, state: TrainingState, best: boolean): Promise<void> {
    const { epoch, step } = progress;
    // The end of an epoch's steps, where validation was stopped, and of the epoch have the same step: the second must not
    // be written over the first.
    const name = `step-${String(step).padStart(7, '0')}${progress.sums.count > 0 ? '-within' : ''}`;
    const tensors = [...this.named(state.parameters), ...this.named(state.moments)];
    const manifest = await saveCheckpoint(this.folder, { epoch, step, name }, tensors, {
      optimizer: { step: state.step - state.skipped },
      ...(state.lossScale && { lossScale: state.lossScale }),
      classes: [...this.classes],
      best: progress.best,
      resumable: true,
      progress: { ...progress.sums },
    });
    this.record({ type: 'checkpoint', epoch, step, file: checkpointFile(name), best });
    this.journal.flush();
    await this.dropOldCheckpoints(name, manifest);
  }

  private async dropOldCheckpoints(latest: string, { best }: CheckpointManifest): Promise<void> {
    for (const { name, manifest } of await listCheckpoints(this.folder)) {
      const isBest = isEpochEnd(manifest) && manifest.epoch === best?.epoch;
      if (manifest.resumable && name !== latest && !isBest) await deleteCheckpoint(this.folder, name);
    }
  }

  close(): void {
    this.stateFile.close();
    this.journal.close();
  }
}

/** Whether a checkpoint was made at the end of its epoch, not within one. */
export function isEpochEnd({ progress }: Pick<CheckpointManifest, 'progress'>): boolean {
  return (progress.count ?? 0) === 0;
}

/** Where a run stood, and its tensors, as its checkpoint says. */
export function restore(
  { manifest, tensors }: Checkpoint,
  network: Network,
): { progress: TrainingProgress; state: TrainingState } {
  const { epoch, step, best, optimizer, progress, lossScale = null } = manifest;
  const sums: ClassificationSums = {
    loss: progress.loss ?? 0,
    correct: progress.correct ?? 0,
    count: progress.count ?? 0,
  };
  const arrays = (names: readonly string[]) =>
    new Map(
      names.flatMap(name => {
        const tensor = tensors.get(name);
        return tensor ? [[name, tensor.data] as const] : [];
      }),
    );
  const trained = network.trainables.map(tensor => tensor.name);
  return {
    progress: { epoch, step, sums, best },
    state: {
      parameters: arrays(trained),
      moments: arrays([...tensors.keys()].filter(name => name.startsWith('optimizer.'))),
      step,
      skipped: step - optimizer.step,
      lossScale,
    },
  };
}
