import { stat } from 'node:fs/promises';
import { type LoadedExperiment, loadExperiment } from '../experiments/load';
import { InputError } from '../protocol/inputError';
import type { RunSummary } from '../protocol/runSummary';
import { readRun } from './readRun';
import { type RunFolder, runFolderAt } from './runFolder';

/** A run folder that is there, with the experiment that it records. */
export interface OpenedRun {
  readonly folder: RunFolder;
  readonly experiment: LoadedExperiment;
  readonly summary: RunSummary;
}

/** @throws {InputError} if there is no run at the path, or its experiment can't be read. */
export async function openRun(path: string): Promise<OpenedRun> {
  const folder = runFolderAt(path);
  const isRun = await stat(folder.experiment).then(
    found => found.isFile(),
    () => false,
  );
  if (!isRun) throw new InputError(`${path} is not a run folder: it has no experiment.json.`);
  return { folder, experiment: await loadExperiment(folder.experiment), summary: await readRun(path) };
}
