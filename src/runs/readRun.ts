import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { environmentSchema } from '../protocol/environment';
import { experimentSchema } from '../protocol/experiment';
import { type RunState, isUnderWay, runStateSchema } from '../protocol/runState';
import type { JournalSummary, RunSummary } from '../protocol/runSummary';
import { foldJournal } from './foldJournal';
import { readJournal } from './journal';
import { type RunFolder, runFolderAt } from './runFolder';
import { isProcessGone } from './state';

/** Something read, and what was wrong with it. */
interface Read<T> {
  readonly value: T;
  readonly problems: readonly string[];
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const unreadable = (path: string, error: unknown) =>
  isMissing(error) ? `${path} is missing.` : `${path} can't be read: ${String(error)}.`;

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<Read<T | null>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { value: null, problems: [unreadable(path, error)] };
  }
  try {
    return { value: schema.parse(JSON.parse(text)), problems: [] };
  } catch {
    return { value: null, problems: [`${path} is damaged, or was written by another version.`] };
  }
}

async function readRecords(path: string): Promise<Read<JournalSummary>> {
  try {
    const { records, damaged } = await readJournal(path);
    const problems = damaged.map(({ line, reason }) => `${path}:${line} was passed over: ${reason}.`);
    return { value: foldJournal(records), problems };
  } catch (error) {
    return { value: foldJournal([]), problems: [unreadable(path, error)] };
  }
}

const ended = { finished: 'done', stopped: 'stopped', failed: 'failed' } as const;

/** Where a run stands: what its process says, unless it is gone; then what the journal says. */
function stateOf(progress: RunState | null, { end }: JournalSummary): RunSummary['state'] {
  if (progress !== null && !(isUnderWay(progress.state) && isProcessGone(progress))) {
    return progress.state;
  }
  if (end !== null) {
    return ended[end.type];
  }
  return progress === null ? 'unknown' : 'lost';
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
  return {
    id: folder.id,
    path: folder.path,
    ...journal.value,
    state: stateOf(state.value, journal.value),
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
