import type { JournalEntryOf } from '../protocol/journal';
import type { RunState } from '../protocol/runState';
import type { RunSummary } from '../protocol/runSummary';
import { JournalWriter } from './journal';
import type { RunFolder } from './runFolder';
import { writeState } from './state';

type Standing = Pick<RunSummary, 'progress' | 'experiment'>;

/** Writes the state of a run that doesn't train at the moment: all but the state itself stays as its files say. */
export async function restate(
  folder: RunFolder,
  { progress, experiment }: Standing,
  state: RunState['state'],
): Promise<void> {
  await writeState(folder.state, {
    state,
    epoch: progress?.epoch ?? 0,
    epochs: progress?.epochs || (experiment?.training.epochs ?? 0),
    step: progress?.step ?? 0,
    steps: progress?.steps ?? 0,
    best: progress?.best ?? null,
    test: progress?.test ?? null,
    trainable: progress?.trainable ?? null,
    head: progress?.head ?? null,
  });
}

/** Records the end of a run that doesn't train, in its journal and its state. Only for whoever has its lock. */
export async function endRun(
  folder: RunFolder,
  standing: Standing,
  entry: JournalEntryOf<'stopped'> | JournalEntryOf<'failed'>,
): Promise<void> {
  const journal = new JournalWriter(folder.journal);
  try {
    journal.append(entry);
  } finally {
    journal.close();
  }
  await restate(folder, standing, entry.type);
}
