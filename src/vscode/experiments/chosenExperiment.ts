import { basename } from 'node:path';
import * as vscode from 'vscode';
import { commandIds, experimentPattern } from '../ids';

/** Folders of packages and of runs hold no experiments of the person. */
export const foldersWithoutExperiments = '**/{node_modules,.tuning}/**';

const isExperimentFile = (uri: vscode.Uri) => uri.path.endsWith(basename(experimentPattern).replace('*', ''));

/** The experiment file in the active editor, be it shown as text or in the set-up editor. */
function activeExperiment(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  return uri && isExperimentFile(uri) ? uri : undefined;
}

/** The experiment file that an argument is, or that it has as its `file`, as the elements of the explorer do. */
export function experimentIn(argument: unknown): vscode.Uri | undefined {
  const hasFile = typeof argument === 'object' && argument !== null && 'file' in argument;
  const uri = hasFile ? argument.file : argument;
  return uri instanceof vscode.Uri && isExperimentFile(uri) ? uri : undefined;
}

/**
 * The experiment file that a command is about: the one that a menu or CodeLens passes, else the one in the active editor,
 * else the one that the person picks from those of the workspace; undefined if there is none, which the person is told.
 */
export async function chosenExperiment(argument: unknown): Promise<vscode.Uri | undefined> {
  return experimentIn(argument) ?? activeExperiment() ?? pickExperiment();
}

async function pickExperiment(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles(experimentPattern, foldersWithoutExperiments);
  if (files.length <= 1) {
    if (files.length === 0) await offerExperiment();
    return files.at(0);
  }
  const items = files
    .map(uri => ({ label: basename(uri.path, '.tuning.json'), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose an Experiment'),
    matchOnDescription: true,
  });
  return picked?.uri;
}

async function offerExperiment(): Promise<void> {
  const actions = [
    { title: vscode.l10n.t('Try the Sample'), command: commandIds.trySample },
    { title: vscode.l10n.t('New Experiment'), command: commandIds.newExperiment },
  ];
  const message = vscode.l10n.t('There is no experiment file (*.tuning.json) in the workspace.');
  const chosen = await vscode.window.showInformationMessage(message, ...actions);
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
