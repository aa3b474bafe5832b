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
import { writeState } from './state';

/** `state.json` is written this often at most, in milliseconds, while nothing but the step changes. */
const stateInterval = 1000;

/** Keeps a run folder true to its run: the journal, the state and the checkpoints. */
export class RunRecorder {
  private readonly journal: JournalWriter;
  private stateWritten = 0;

  constructor(
    private readonly folder: RunFolder,
    private readonly network: Network,
    private readonly classes: readonly string[],
    private readonly totals: { readonly epochs: number; readonly steps: number },
    /** Told of each record that is written. */
    private readonly onRecord: (entry: JournalEntry) => void,
  ) {
    this.journal = new JournalWriter(folder.journal);
  }

  record(entry: JournalEntry): void {
    this.journal.append(entry);
    this.onRecord(entry);
  }

  /** Writes `state.json`, unless it was written a moment ago and only numbers moved. */
  async state(state: RunState['state'], { epoch, step, best }: TrainingProgress, force = false): Promise<void> {
    const now = performance.now();
    if (!force && now - this.stateWritten < stateInterval) return;
    this.stateWritten = now;
    await writeState(this.folder.state, { state, epoch, step, best, ...this.totals });
  }

  /** Saves trainable tensors, head and optimiser, and drops older checkpoints but the best and this one. */
  async checkpoint(progress: TrainingProgress, state: TrainingState, best: boolean): Promise<void> {
    const { epoch, step } = progress;
    const name = `step-${String(step).padStart(7, '0')}`;
    const shapes = new Map(this.network.trainables.map(tensor => [tensor.name, tensor.shape]));
    const tensors = [...state.parameters, ...state.moments].map(([tensor, data]) => ({
      name: tensor,
      // A moment has the shape of its tensor, whose name follows its own.
      shape: shapes.get(tensor.replace(/^optimizer\.[mv]\./, '')) ?? [data.length],
      data,
    }));
    const manifest = await saveCheckpoint(this.folder, { epoch, step, name }, tensors, {
      optimizer: { step: state.step },
      classes: [...this.classes],
      best: progress.best,
      progress: { ...progress.sums },
    });
    this.record({ type: 'checkpoint', epoch, step, file: checkpointFile(name), best });
    this.journal.flush();
    await this.dropOldCheckpoints(name, manifest);
  }

  private async dropOldCheckpoints(latest: string, { best }: CheckpointManifest): Promise<void> {
    for (const { name, manifest } of await listCheckpoints(this.folder)) {
      const isBest = isEpochEnd(manifest) && manifest.epoch === best?.epoch;
      if (name !== latest && !isBest) await deleteCheckpoint(this.folder, name);
    }
  }

  close(): void {
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
  const { epoch, step, best, optimizer, progress } = manifest;
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
      step: optimizer.step,
    },
  };
}
