import './protocol/withoutCompiling';
import * as vscode from 'vscode';
import { chosenExperiment } from './vscode/experiments/chosenExperiment';
import { experimentCodeLenses } from './vscode/experiments/experimentCodeLenses';
import { ExperimentDocuments, experimentSelector } from './vscode/experiments/experimentDocuments';
import { showExperimentProblems } from './vscode/experiments/experimentProblems';
import { commandIds, productName, viewTypes } from './vscode/ids';
import { ParametersPanels } from './vscode/setup/parametersPanels';
import { runExperiment } from './vscode/runs/runExperiment';

/** Puts the parts together; the editor calls it when an experiment file, a command or a panel asks for it. */
export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const file = (...path: string[]) => vscode.Uri.joinPath(extensionUri, 'dist', ...path);
  const log = vscode.window.createOutputChannel(productName, { log: true });
  const documents = new ExperimentDocuments();
  const parameters = new ParametersPanels(file('webview'), documents, log);
  subscriptions.push(
    log,
    documents,
    showExperimentProblems(documents),
    vscode.languages.registerCodeLensProvider(experimentSelector, experimentCodeLenses),
    vscode.window.registerWebviewPanelSerializer(viewTypes.parameters, parameters),
    vscode.commands.registerCommand(commandIds.run, (argument: unknown) =>
      runExperiment(argument, file('cli.js').fsPath),
    ),
    vscode.commands.registerCommand(commandIds.showParameters, async (argument: unknown) => {
      const document = await chosenExperiment(argument);
      if (document) parameters.show(document.uri);
    }),
  );
  documents.start();
}
