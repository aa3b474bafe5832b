import * as vscode from 'vscode';
import { runsDirectoryOf } from '../explorer/runDirectories';
import { chosenExperiment, experimentIn } from '../experiments/chosenExperiment';
import { commandIds } from '../ids';
import type { RunActions } from './runActions';
import { forEachReported, isTrusted } from './reporting';

/** The files of the experiments that are selected in the explorer, or the one that is meant otherwise. */
async function chosenFiles(argument: unknown, selection: unknown): Promise<readonly vscode.Uri[]> {
  const selected: readonly unknown[] = Array.isArray(selection) ? selection : [];
  const files = selected.flatMap(element => experimentIn(element) ?? []);
  if (files.length > 0) return files;
  const file = await chosenExperiment(argument);
  return file ? [file] : [];
}

/** Saves experiment files, runs them, and shows the metrics of the last. */
export async function startRuns(argument: unknown, selection: unknown, actions: RunActions): Promise<void> {
  if (!(await isTrusted())) return;
  const { supervisor, directories, checked, store, log, reveal } = actions;
  let latest: string | undefined;
  await forEachReported(await chosenFiles(argument, selection), log, async file => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
    if (document?.isDirty && !(await document.save())) return;
    const directory = runsDirectoryOf(file);
    latest = await supervisor.start(file.fsPath, directory);
    await directories.add(directory);
    await store.refresh(latest);
    checked.add(latest);
    await reveal(latest);
  });
  if (latest !== undefined) await vscode.commands.executeCommand(commandIds.openMetrics, latest);
}
