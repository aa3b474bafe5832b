import * as vscode from 'vscode';
import { commandIds } from '../ids';
import { foldersWithoutExperiments } from './chosenExperiment';
import { chooseFolder, openAfterReload } from './experimentFolder';
import { sampleExperiments } from './sampleExperiments';

/** Puts the sample's experiments into the workspace, unless they are there, and opens the first in the set-up editor. */
export async function trySample(memory: vscode.Memento): Promise<void> {
  const [{ fileName }] = sampleExperiments;
  const [there] = await vscode.workspace.findFiles(`**/${fileName}`, foldersWithoutExperiments, 1);
  if (there) {
    await vscode.commands.executeCommand(commandIds.openSetup, there);
    return;
  }
  const chosen = await chooseFolder(vscode.l10n.t('Choose a Folder for the Sample'));
  if (!chosen) return;
  const files = sampleExperiments.map(({ fileName, text }) => ({
    uri: vscode.Uri.joinPath(chosen.uri, fileName),
    text,
  }));
  for (const { uri, text } of files) {
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isThere) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }
  const [first] = files;
  if (chosen.isOpen) await vscode.commands.executeCommand(commandIds.openSetup, first.uri);
  else await openAfterReload(memory, first.uri, chosen.uri);
}
