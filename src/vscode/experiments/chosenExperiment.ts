import * as vscode from 'vscode';
import { isExperiment } from './experimentDocuments';

/**
 * The experiment file that a command is about: the one that a menu or CodeLens passes, else the one in the active editor.
 * Tells the person and returns undefined if there is none.
 */
export async function chosenExperiment(argument: unknown): Promise<vscode.TextDocument | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const document = uri && (await vscode.workspace.openTextDocument(uri));
  if (document && isExperiment(document)) return document;
  void vscode.window.showInformationMessage(vscode.l10n.t('Open an experiment file (*.tuning.json) first.'));
  return undefined;
}
