import * as vscode from 'vscode';
import { commandIds, settings, settingsSection } from '../ids';

/** What can be done with an experiment file, above its first line. */
export const experimentCodeLenses: vscode.CodeLensProvider = {
  onDidChangeCodeLenses: (listener, thisArgument) => {
    const tell = () => void listener.call(thisArgument);
    const name = `${settingsSection}.${settings.codeLens}`;
    return vscode.Disposable.from(
      vscode.workspace.onDidGrantWorkspaceTrust(tell),
      vscode.workspace.onDidChangeConfiguration(change => change.affectsConfiguration(name) && tell()),
    );
  },
  provideCodeLenses({ uri }) {
    if (!vscode.workspace.getConfiguration(settingsSection, uri).get(settings.codeLens, true)) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string) => new vscode.CodeLens(top, { title, command, arguments: [uri] });
    // A workspace that isn't trusted may be looked at, but starts nothing.
    const starting = [
      lens(`$(play) ${vscode.l10n.t('Run')}`, commandIds.run),
      lens(`$(dashboard) ${vscode.l10n.t('Forecast')}`, commandIds.forecast),
    ];
    return [
      ...(vscode.workspace.isTrusted ? starting : []),
      lens(`$(graph-line) ${vscode.l10n.t('Open metrics')}`, commandIds.openMetrics),
    ];
  },
};
