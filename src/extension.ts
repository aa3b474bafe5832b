import './protocol/withoutCompiling';
import * as vscode from 'vscode';
import { createInspectorClient } from './inspection/inspectorClient';
import { createTrainingSupervisor } from './runs/supervision/createTrainingSupervisor';
import { AttentionPanels } from './vscode/attention/attentionPanels';
import { inspectAttention } from './vscode/attention/inspectAttention';
import { ComparePanels } from './vscode/compare/comparePanels';
import { openComparison } from './vscode/compare/openComparison';
import { chosenExperiment } from './vscode/experiments/chosenExperiment';
import { experimentCodeLenses } from './vscode/experiments/experimentCodeLenses';
import { ExperimentDocuments, experimentSelector } from './vscode/experiments/experimentDocuments';
import { showExperimentProblems } from './vscode/experiments/experimentProblems';
import { type Explorer, registerExplorer } from './vscode/explorer/registerExplorer';
import { commandIds, productName, viewTypes } from './vscode/ids';
import { MetricsPanels } from './vscode/metrics/metricsPanels';
import { openMetrics } from './vscode/metrics/openMetrics';
import { TrainingSettings, asNode, inspectorThreads, nodePath } from './vscode/processSettings';
import { report } from './vscode/runs/reporting';
import { SetupEditors } from './vscode/setup/setupEditors';

/** What is open to those who look at the extension from outside: its own tests. */
export interface ExtensionParts {
  readonly explorer: Explorer;
}

/** Puts the parts together. Training processes go on when the editor lets go of them. */
export function activate({
  extensionUri,
  subscriptions,
  workspaceState,
  globalState,
}: vscode.ExtensionContext): ExtensionParts {
  const file = (...path: string[]) => vscode.Uri.joinPath(extensionUri, 'dist', ...path);
  const log = vscode.window.createOutputChannel(productName, { log: true });
  const supervisor = createTrainingSupervisor(new TrainingSettings(file('trainer.js').fsPath, log));
  const inspector = createInspectorClient({
    nodePath: nodePath(),
    env: { ...process.env, ...asNode },
    script: file('inspector.js').fsPath,
    threads: inspectorThreads,
    log: line => log.info(line),
  });
  const surroundings = { folder: file('webview'), log };
  const documents = new ExperimentDocuments();
  const explorer = registerExplorer({
    context: { workspaceState, globalState },
    log,
    supervisor,
    isMetricsVisible: run => metrics.isVisible(run),
  });
  const { store: runs, checked, chooser } = explorer;
  const setups = new SetupEditors({ ...surroundings, inspector });
  const metrics = new MetricsPanels({ ...surroundings, supervisor, runs, checked });
  const attention = new AttentionPanels({ ...surroundings, inspector });
  const comparison = new ComparePanels({ ...surroundings, runs, checked });

  const command = (id: string, handle: (argument: unknown, selection: unknown) => unknown) =>
    vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
      try {
        await handle(argument, selection);
      } catch (error) {
        void report(error, log);
      }
    });
  const aboutFile = (id: string, handle: (file: vscode.Uri) => unknown) =>
    command(id, async argument => {
      const experiment = await chosenExperiment(argument);
      if (experiment) await handle(experiment);
    });
  subscriptions.push(
    log,
    supervisor,
    inspector,
    documents,
    explorer,
    metrics,
    attention,
    comparison,
    setups.register(),
    showExperimentProblems(documents),
    vscode.languages.registerCodeLensProvider(experimentSelector, experimentCodeLenses),
    vscode.window.registerWebviewPanelSerializer(viewTypes.metrics, metrics),
    vscode.window.registerWebviewPanelSerializer(viewTypes.attention, attention),
    vscode.window.registerWebviewPanelSerializer(viewTypes.compare, comparison),
    aboutFile(commandIds.openSetup, experiment => setups.show(experiment)),
    aboutFile(commandIds.openAsText, experiment =>
      vscode.commands.executeCommand('vscode.openWith', experiment, 'default'),
    ),
    aboutFile(commandIds.forecast, experiment => setups.forecast(experiment)),
    command(commandIds.openMetrics, (argument, selection) =>
      openMetrics(argument, selection, { panels: metrics, chooser }),
    ),
    command(commandIds.inspectAttention, argument => inspectAttention(argument, { panels: attention, chooser })),
    command(commandIds.compareRuns, (argument, selection) =>
      openComparison(argument, selection, { panels: comparison, chooser }),
    ),
    command(commandIds.showLog, () => log.show()),
  );
  documents.start();
  return { explorer };
}
