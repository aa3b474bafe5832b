import * as z from 'zod';
import type { JournalRecord } from '../protocol/journal';
import { precisionSchema } from '../protocol/precision';
import type { RunOverview } from '../protocol/runOverview';
import { type RunState, runStateSchema } from '../protocol/runState';
import type { JournalSummary } from '../protocol/runSummary';
import { foldJournal } from './foldJournal';
import { lastRecord, readJournal } from './journal';
import { exitOf, isProcessGone, presenceOf } from './presence';
import { quickStat } from './quickFiles';
import { damaged, readJson } from './readJson';
import { type RunFolder, runFolderAt } from './runFolder';

const methodSchema = z.object({ id: z.string() });

/** What is shown of `experiment.json`, each field by itself: whether the whole is right matters to those who run it. */
const shownExperimentSchema = z.object({
  name: z.string().nullable().catch(null),
  method: z
    .union([methodSchema.transform(entry => [entry]), z.array(methodSchema)])
    .transform(entries => entries.map(({ id }) => id).join('+'))
    .catch(''),
  backbone: z
    .union([z.string(), z.object({ architecture: z.string() }).transform(({ architecture }) => architecture)])
    .catch(''),
  seed: z.int().nullable().catch(null),
  // Earlier versions knew no other, and wrote none.
  training: z.object({ precision: precisionSchema }).catch({ precision: 'float32' }),
});

/** How far a run is, as its state says, or, without one, its journal. */
type Reached = Pick<
  RunOverview,
  'epoch' | 'epochs' | 'step' | 'steps' | 'best' | 'test' | 'trainable' | 'head' | 'updated'
>;

/**
 * Reads what lists show of a run. Its journal is read only if its state can't be, and the end of it if its process is
 * gone. Never throws because of what the files hold or lack: that becomes a sentence in `problems`.
 */
export async function readRunOverview(path: string): Promise<RunOverview> {
  const folder = runFolderAt(path);
  const [experiment, state, made] = await Promise.all([
    readJson(folder.experiment, shownExperimentSchema),
    readJson(folder.state, runStateSchema),
    whenMade(folder),
  ]);
  const journal = state.value ? null : await readSummary(folder);
  const gone = state.value !== null && (await isProcessGone(state.value));
  const presence = await presenceOf(state.value, gone, () => (journal ? Promise.resolve(journal.end) : endOf(folder)));
  const { name, method = '', backbone = '', seed = null, training } = experiment.value ?? {};
  const reached = state.value ? reachedBy(state.value) : reachedIn(journal ?? foldJournal([]));
  const isPartial = experiment.value !== null && (name === null || method === '' || backbone === '' || seed === null);
  return {
    id: folder.id,
    path: folder.path,
    experiment: name ?? folder.id,
    method,
    backbone,
    seed,
    precision: training?.precision ?? 'float32',
    presence,
    exit: presence === 'crashed' && state.value ? await exitOf(folder, state.value) : null,
    ...reached,
    // A folder that was copied keeps the times in its files, but not those of its files.
    created: reached.updated === null ? made : Math.min(made, reached.updated),
    problems: [...experiment.problems, ...(isPartial ? [damaged(folder.experiment)] : []), ...state.problems],
  };
}

function reachedBy({ epoch, epochs, step, steps, best, test, trainable, head, updated }: RunState): Reached {
  return { epoch, epochs, step, steps, best, test, trainable, head, updated: Date.parse(updated) };
}

function reachedIn({ started, epochs, lastStep, test, end }: JournalSummary): Reached {
  const best = epochs.reduce<Reached['best']>((best, { epoch, validation }) => {
    const accuracy = validation?.accuracy ?? null;
    return accuracy !== null && (best === null || accuracy > best.accuracy) ? { epoch, accuracy } : best;
  }, null);
  const latest = end ?? epochs.at(-1) ?? started;
  return {
    epoch: epochs.at(-1)?.epoch ?? 0,
    epochs: started?.epochs ?? 0,
    step: lastStep,
    steps: started?.steps ?? 0,
    best,
    test: test?.accuracy ?? null,
    trainable: started?.trainable ?? null,
    head: started?.head ?? null,
    updated: latest ? Date.parse(latest.time) : null,
  };
}

/** When a run was made, in milliseconds since 1970: its experiment is written once, at the beginning. */
async function whenMade({ experiment, path }: RunFolder): Promise<number> {
  const found = await quickStat(experiment).catch(() => quickStat(path).catch(() => null));
  return found?.mtimeMs ?? 0;
}

/** What the journal adds up to, or nothing if it can't be read either. */
async function readSummary({ journal }: RunFolder): Promise<JournalSummary> {
  return foldJournal(
    await readJournal(journal).then(
      ({ records }) => records,
      () => [],
    ),
  );
}

async function endOf({ journal }: RunFolder): Promise<JournalRecord | null> {
  return lastRecord(journal).catch(() => null);
}
