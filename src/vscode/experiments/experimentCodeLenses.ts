import * as vscode from 'vscode';
import { commandIds } from '../ids';

/** What can be done with an experiment file, above its first line. */
export const experimentCodeLenses: vscode.CodeLensProvider = {
  provideCodeLenses({ uri }) {
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string) => new vscode.CodeLens(top, { title, command, arguments: [uri] });
    return [
      // A workspace that isn't trusted may be looked at, but starts nothing.
      ...(vscode.workspace.isTrusted ? [lens(`$(play) ${vscode.l10n.t('Run')}`, commandIds.run)] : []),
      lens(`$(graph) ${vscode.l10n.t('Parameters')}`, commandIds.showParameters),
    ];
  },
};
