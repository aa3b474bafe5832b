import * as vscode from 'vscode';
import { commandIds, explorerId } from './ids';

/**
 * Stands in for the commands and the explorer until the workbench is there, which the first use of any of them loads.
 * @param load the workbench, before which these are disposed of
 */
export function standIns(load: () => Promise<unknown>): vscode.Disposable {
  const command = (id: string) =>
    vscode.commands.registerCommand(id, async (...words: unknown[]) => {
      await load();
      return vscode.commands.executeCommand(id, ...words);
    });
  const nothing: vscode.TreeDataProvider<never> = {
    getChildren: async () => {
      await load();
      return [];
    },
    getTreeItem: element => element,
  };
  return vscode.Disposable.from(
    ...Object.values(commandIds).map(command),
    vscode.window.registerTreeDataProvider(explorerId, nothing),
  );
}
