import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { chosenExperiment } from '../experiments/chosenExperiment';
import { productName } from '../ids';

/**
 * Saves an experiment file and runs it by the command line, on the editor's own Node, in a terminal that stays open after
 * the end. The run folder is made in the workspace folder of the file.
 * @param commandLine path of the bundled command line
 */
export async function runExperiment(argument: unknown, commandLine: string): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const document = await chosenExperiment(argument);
  if (!document || (document.isDirty && !(await document.save()))) return;
  const file = document.uri.fsPath;
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const execution = new vscode.ProcessExecution(process.execPath, [commandLine, 'run', file], {
    cwd: folder?.uri.fsPath ?? dirname(file),
    // In the desktop editor the executable is Electron; elsewhere it is Node, which ignores the variable.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const task = new vscode.Task(
    { type: 'process', file },
    folder ?? vscode.TaskScope.Workspace,
    productName,
    productName,
    execution,
    [],
  );
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.New,
    focus: false,
    showReuseMessage: false,
  };
  await vscode.tasks.executeTask(task);
}
