import * as vscode from 'vscode';
import { runFolderAt } from '../../runs/runFolder';
import { runTitle } from '../../runs/runTitle';
import type { RunActions } from './runActions';

const { l10n } = vscode;

/** Shows the folder of a run in the file manager, or in the editor's explorer if the folder is on another machine. */
export async function revealRun(argument: unknown, { chooser }: RunActions): Promise<void> {
  const [run] = await chooser.choose(argument, undefined, {
    title: l10n.t('Reveal a Run'),
    none: l10n.t('There are no runs.'),
  });
  if (!run) return;
  const isLocal = vscode.env.remoteName === undefined;
  await vscode.commands.executeCommand(isLocal ? 'revealFileInOS' : 'revealInExplorer', vscode.Uri.file(run.path));
}

/** Opens what the process of a run wrote. */
export async function showTrainerLog(argument: unknown, { chooser }: RunActions): Promise<void> {
  const [run] = await chooser.choose(argument, undefined, {
    title: l10n.t('Show the Log of'),
    none: l10n.t('There are no runs.'),
  });
  if (!run) return;
  const file = vscode.Uri.file(runFolderAt(run.path).log);
  try {
    await vscode.window.showTextDocument(file, { preview: true });
  } catch {
    const message = l10n.t(
      '{0} has no log: its process wrote nothing, or to the terminal that started it.',
      runTitle(run),
    );
    void vscode.window.showInformationMessage(message);
  }
}
