import * as vscode from 'vscode';
import { commandIds } from '../ids';
import type { ExplorerNode } from './explorerModel';

/**
 * Opens what a click or Enter has just selected: the metrics of a run, the set-up of an experiment file. Rows name this
 * command, which takes no arguments: those of a row's own command are forgotten when it is drawn anew, which happens to one
 * that trains every second, between the press of the button and its release too.
 */
export function openSelected(selected: () => ExplorerNode | undefined): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.openSelected, () => {
    const node = selected();
    if (node?.kind === 'run') return vscode.commands.executeCommand(commandIds.openMetrics, node.run.path);
    if (node?.kind !== 'experiment' || node.file === null) return undefined;
    return vscode.commands.executeCommand(commandIds.openSetup, vscode.Uri.file(node.file.path));
  });
}
