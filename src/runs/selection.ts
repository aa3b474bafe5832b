import type { PreparedExperiment } from '../experiments/prepare';
import type { TrainingSession } from '../experiments/session';
import type { JournalEntryOf } from '../protocol/journal';
import { answersOf, countAnswers, noConfusion } from '../training/confusion';
import { type TrainingProgress, evaluateSplit } from '../training/train';
import { type Checkpoint, listCheckpoints, loadCheckpoint } from './checkpoints';
import { foldJournal } from './foldJournal';
import { readJournal } from './journal';
import { type RunRecorder, isEpochEnd, restore } from './recorder';
import type { RunFolder } from './runFolder';

/** A table of more classes would fill the journal, and nobody could read it. */
const mostClasses = 100;
/** Beyond, a list of the mistaken ones would fill it too. */
const mostImages = 100_000;

/**
 * Reads the test split, once, with the tensors of the epoch that validation selected; without validation, of the last.
 * @returns the metrics of that epoch.
 */
export async function testSelected(
  folder: RunFolder,
  prepared: PreparedExperiment,
  session: TrainingSession,
  recorder: RunRecorder,
  { best, epoch: last }: TrainingProgress,
): Promise<JournalEntryOf<'finished'>['metrics']> {
  const epoch = best?.epoch ?? last;
  const checkpoint = await selectedCheckpoint(folder, epoch);
  const by = best ? 'validation accuracy' : 'last epoch';
  recorder.record({ type: 'selected', epoch, step: checkpoint.manifest.step, by });

  const count = prepared.splits.test.length;
  const { parameters } = restore(checkpoint, prepared.network).state;
  const { classes } = prepared.splits;
  const confusion = classes.length <= mostClasses ? noConfusion(classes.length) : null;
  const mistaken: number[] = [];
  let seen = 0;
  const test =
    count > 0
      ? await evaluateSplit(session, 'test', parameters, (logits, labels) => {
          const answers = answersOf(logits, labels, classes.length);
          if (confusion) countAnswers(confusion, answers, labels);
          mistaken.push(...answers.flatMap((answer, i) => (answer === labels[i] ? [] : [seen + i])));
          seen += labels.length;
        })
      : null;
  const table = confusion && { confusion, classes: [...classes] };
  const list = count <= mostImages && { mistaken };
  if (test) recorder.record({ type: 'test', epoch, ...test, count, ...table, ...list });

  const { epochs } = foldJournal((await readJournal(folder.journal)).records);
  const selected = epochs.find(record => record.epoch === epoch);
  return { train: selected?.train ?? null, validation: selected?.validation ?? null, test };
}

/** The checkpoints of a run without those that are only to be looked at. */
async function resumable(folder: RunFolder) {
  return (await listCheckpoints(folder)).filter(({ manifest }) => manifest.resumable);
}

/** The checkpoint of the epoch that a run selects. */
async function selectedCheckpoint(folder: RunFolder, epoch: number): Promise<Checkpoint> {
  const all = await resumable(folder);
  const found = all.find(({ manifest }) => manifest.epoch === epoch && isEpochEnd(manifest));
  if (!found) throw new Error(`The checkpoint of epoch ${epoch} is missing from ${folder.checkpoints}.`);
  return loadCheckpoint(folder, found.name);
}

/** The checkpoint to use a run with: of its best epoch so far, or the latest. Null if it has none. */
export async function bestCheckpoint(folder: RunFolder): Promise<Checkpoint | null> {
  const all = await resumable(folder);
  const best = all.at(-1)?.manifest.best;
  const chosen = all.find(({ manifest }) => manifest.epoch === best?.epoch && isEpochEnd(manifest)) ?? all.at(-1);
  return chosen ? loadCheckpoint(folder, chosen.name) : null;
}
