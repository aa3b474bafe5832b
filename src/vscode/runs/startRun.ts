import * as vscode from 'vscode';
import * as z from 'zod';
import type { ExplorerNode } from '../explorer/explorerModel';
import { runsDirectoryOf } from '../explorer/runDirectories';
import { chosenExperiment } from '../experiments/chosenExperiment';
import { commandIds } from '../ids';
import type { RunActions } from './runActions';
import { forEachReported, isTrusted } from './reporting';

const elementsSchema = z.array(z.object({ id: z.string() }));

/** The files of the experiments that are meant in the explorer, or the one that is meant otherwise. */
async function chosenFiles(
  argument: unknown,
  selection: unknown,
  nodeOf: RunActions['nodeOf'],
): Promise<readonly vscode.Uri[]> {
  const elements = elementsSchema.safeParse(selection ?? [argument]).data ?? [];
  const fileOf = (node: ExplorerNode | undefined) =>
    node?.kind === 'experiment' && node.file ? [vscode.Uri.file(node.file.path)] : [];
  const files = elements.flatMap(element => fileOf(nodeOf(element)));
  if (files.length > 0) return files;
  const file = await chosenExperiment(argument);
  return file ? [file] : [];
}

/** Saves experiment files, runs them, and shows the metrics of the last. */
export async function startRuns(argument: unknown, selection: unknown, actions: RunActions): Promise<void> {
  if (!(await isTrusted())) return;
  const { supervisor, directories, checked, store, log, nodeOf, reveal } = actions;
  let latest: string | undefined;
  await forEachReported(await chosenFiles(argument, selection, nodeOf), log, async file => {
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
