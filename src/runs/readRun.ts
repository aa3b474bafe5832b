import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentSchema } from '../protocol/environment';
import { experimentSchema } from '../protocol/experiment';
import { runStateSchema } from '../protocol/runState';
import type { JournalSummary, RunSummary } from '../protocol/runSummary';
import { foldJournal } from './foldJournal';
import { readJournal } from './journal';
import { exitOf, isProcessGone, presenceOf } from './presence';
import { type Read, isMissing, readJson, unreadable } from './readJson';
import { type RunFolder, runFolderAt } from './runFolder';

async function readRecords(path: string): Promise<Read<JournalSummary>> {
  try {
    const { records, damaged } = await readJournal(path);
    const problems = damaged.map(({ line, reason }) => `${path}:${line} was passed over: ${reason}.`);
    return { value: foldJournal(records), problems };
  } catch (error) {
    return { value: foldJournal([]), problems: [unreadable(path, error)] };
  }
}

/**
 * Folds a run folder into what is to be shown of it. Never throws because of what the files hold or lack: that becomes a
 * sentence in `problems`.
 */
export async function readRun(path: string): Promise<RunSummary> {
  const folder: RunFolder = runFolderAt(path);
  const [experiment, environment, state, journal] = await Promise.all([
    readJson(folder.experiment, experimentSchema),
    readJson(folder.environment, environmentSchema),
    readJson(folder.state, runStateSchema),
    readRecords(folder.journal),
  ]);
  const gone = state.value !== null && (await isProcessGone(state.value));
  const presence = await presenceOf(state.value, gone, () => Promise.resolve(journal.value.end));
  return {
    id: folder.id,
    path: folder.path,
    ...journal.value,
    state: presence,
    exit: presence === 'crashed' && state.value ? await exitOf(folder, state.value) : null,
    progress: state.value,
    experiment: experiment.value,
    environment: environment.value,
    problems: [experiment, environment, state, journal].flatMap(({ problems }) => problems),
  };
}

/** Every run in a directory of runs, by name in natural order; none if there is no such directory. */
export async function readRuns(runsDirectory: string): Promise<RunSummary[]> {
  const entries = await readdir(runsDirectory, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) {
      return [];
    }
    throw error;
  });
  const runs = await Promise.all(
    entries.filter(entry => entry.isDirectory()).map(entry => readRun(join(runsDirectory, entry.name))),
  );
  return runs.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}
