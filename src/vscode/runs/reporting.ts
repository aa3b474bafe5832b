import * as vscode from 'vscode';
import { InputError } from '../../protocol/inputError';
import { commandIds } from '../ids';

/** Tells the person why something was not done: a wrong input in its own sentence, anything else with a way to the log. */
export async function report(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (error instanceof InputError) {
    await vscode.window.showErrorMessage(error.message);
    return;
  }
  log.error(error instanceof Error ? error : String(error));
  const showLog = vscode.l10n.t('Show Log');
  const reason = error instanceof Error ? error.message : String(error);
  const chosen = await vscode.window.showErrorMessage(vscode.l10n.t('That did not work: {0}', reason), showLog);
  if (chosen === showLog) await vscode.commands.executeCommand(commandIds.showLog);
}

/** Does something for each, one after the other; those that fail are reported, and keep no other from its turn. */
export async function forEachReported<T>(
  things: readonly T[],
  log: vscode.LogOutputChannel,
  action: (thing: T) => Promise<void>,
): Promise<void> {
  for (const thing of things) {
    try {
      await action(thing);
    } catch (error) {
      void report(error, log);
    }
  }
}

/** Whether the workspace is trusted. If not, the person is told that nothing is started in it. */
export async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Trust');
  const message = vscode.l10n.t(
    'This folder is not trusted: runs can be looked at, but nothing is started or changed.',
  );
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return false;
}
