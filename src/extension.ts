import * as vscode from 'vscode';
import { experimentCodeLenses } from './vscode/experiments/experimentCodeLenses';
import { isExperiment, experimentSelector } from './vscode/experiments/experimentSelector';
import { viewTypes } from './vscode/ids';
import { onFirstUse } from './vscode/onFirstUse';
import { standIns } from './vscode/standIns';
import { hasRuns } from './vscode/hasRuns';
import type { Workbench } from './vscode/workbench';

/** What is open to those who look at the extension from outside: its own tests. */
export interface ExtensionParts {
  /** Loads the workbench, if it isn't there yet. */
  workbench(): Promise<Workbench>;
}

/**
 * Makes the extension known to the editor, and no more: the workbench is loaded when somebody uses it, or opens an
 * experiment, or when there are runs, which may be under way.
 */
export function activate(context: vscode.ExtensionContext): ExtensionParts {
  const workbench = onFirstUse(async () => {
    const { composeWorkbench } = await import('./vscode/workbench');
    waiting.dispose();
    return composeWorkbench(context);
  });
  const waiting = standIns(workbench);
  const load = () => void workbench();
  const restoring = (type: 'metrics' | 'attention' | 'compare' | 'engines') =>
    vscode.window.registerWebviewPanelSerializer(viewTypes[type], {
      deserializeWebviewPanel: async (panel, state) =>
        (await workbench())[type]().deserializeWebviewPanel(panel, state),
    });
  context.subscriptions.push(
    waiting,
    vscode.window.registerCustomEditorProvider(viewTypes.setup, {
      resolveCustomTextEditor: async (document, panel, token) =>
        (await workbench()).setups().resolveCustomTextEditor(document, panel, token),
    }),
    restoring('metrics'),
    restoring('attention'),
    restoring('compare'),
    restoring('engines'),
    vscode.languages.registerCodeLensProvider(experimentSelector, experimentCodeLenses),
    vscode.workspace.onDidOpenTextDocument(document => isExperiment(document) && load()),
  );
  if (vscode.workspace.textDocuments.some(isExperiment)) load();
  else void hasRuns().then(has => has && load());
  return { workbench };
}
