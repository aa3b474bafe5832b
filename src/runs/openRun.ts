import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
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
  if (!(await isFile(folder.experiment))) throw new InputError(await explained(path));
  return { folder, experiment: await loadExperiment(folder.experiment), summary: await readRun(path) };
}

const isFile = (path: string) =>
  stat(path).then(
    found => found.isFile(),
    () => false,
  );

/** Why there is no run at a path, and what to name instead. */
async function explained(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) {
    return `${path} is not a run folder (${found ? 'it is a file' : 'it does not exist'}): name the folder of a run.`;
  }
  const [run] = await runsIn(path);
  const advice = run === undefined ? 'name the folder of a run' : `name one of the runs in it, such as ${run}`;
  return `${path} is not a run folder (it has no experiment.json): ${advice}.`;
}

async function runsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.sort().map(name => join(folder, name));
  const are = await Promise.all(paths.map(path => isFile(runFolderAt(path).experiment)));
  return paths.filter((_, index) => are[index]);
}
