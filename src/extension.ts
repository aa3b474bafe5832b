import './protocol/withoutCompiling';
import * as vscode from 'vscode';
import { createInspectorClient } from './inspection/inspectorClient';
import { createTrainingSupervisor } from './runs/supervision/createTrainingSupervisor';
import { inspectAttention } from './vscode/attention/inspectAttention';
import { openComparison } from './vscode/compare/openComparison';
import { chosenExperiment } from './vscode/experiments/chosenExperiment';
import { experimentCodeLenses } from './vscode/experiments/experimentCodeLenses';
import { ExperimentDocuments, experimentSelector } from './vscode/experiments/experimentDocuments';
import { showExperimentProblems } from './vscode/experiments/experimentProblems';
import { type Explorer, registerExplorer } from './vscode/explorer/registerExplorer';
import { registerEngines } from './vscode/engines/registerEngines';
import { commandIds, productName, viewTypes } from './vscode/ids';
import type { MetricsPanels } from './vscode/metrics/metricsPanels';
import { openMetrics } from './vscode/metrics/openMetrics';
import { TrainingSettings, asNode, inspectorThreads, nodePath } from './vscode/processSettings';
import { onFirstUse } from './vscode/onFirstUse';
import { report } from './vscode/runs/reporting';

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
  let plotted: MetricsPanels | undefined;
  const explorer = registerExplorer({
    context: { workspaceState, globalState },
    log,
    supervisor,
    isMetricsVisible: run => plotted?.isVisible(run) ?? false,
  });
  const { store: runs, checked, chooser } = explorer;
  const disposedOf = <T extends vscode.Disposable>(panels: T): T => {
    subscriptions.push(panels);
    return panels;
  };
  // The panels are loaded when the first of a kind is opened, so that the editor starts without them.
  const setups = onFirstUse(async () => {
    const { SetupEditors } = await import('./vscode/setup/setupEditors');
    return new SetupEditors({ ...surroundings, inspector });
  });
  const metrics = onFirstUse(async () => {
    const { MetricsPanels } = await import('./vscode/metrics/metricsPanels');
    plotted = new MetricsPanels({ ...surroundings, supervisor, runs, checked });
    return disposedOf(plotted);
  });
  const attention = onFirstUse(async () => {
    const { AttentionPanels } = await import('./vscode/attention/attentionPanels');
    return disposedOf(new AttentionPanels({ ...surroundings, inspector }));
  });
  const comparison = onFirstUse(async () => {
    const { ComparePanels } = await import('./vscode/compare/comparePanels');
    return disposedOf(new ComparePanels({ ...surroundings, runs, checked }));
  });

  const restoring = (viewType: string, panels: () => Promise<vscode.WebviewPanelSerializer>) =>
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state) => (await panels()).deserializeWebviewPanel(panel, state),
    });
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
    vscode.window.registerCustomEditorProvider(viewTypes.setup, {
      resolveCustomTextEditor: async (document, panel) => (await setups()).resolveCustomTextEditor(document, panel),
    }),
    showExperimentProblems(documents),
    vscode.languages.registerCodeLensProvider(experimentSelector, experimentCodeLenses),
    restoring(viewTypes.metrics, metrics),
    restoring(viewTypes.attention, attention),
    restoring(viewTypes.compare, comparison),
    aboutFile(commandIds.openSetup, async experiment => (await setups()).show(experiment)),
    aboutFile(commandIds.openAsText, experiment =>
      vscode.commands.executeCommand('vscode.openWith', experiment, 'default'),
    ),
    aboutFile(commandIds.forecast, async experiment => (await setups()).forecast(experiment)),
    command(commandIds.openMetrics, async (argument, selection) =>
      openMetrics(argument, selection, { panels: await metrics(), chooser }),
    ),
    command(commandIds.inspectAttention, async argument =>
      inspectAttention(argument, { panels: await attention(), chooser }),
    ),
    command(commandIds.compareRuns, async (argument, selection) =>
      openComparison(argument, selection, { panels: await comparison(), chooser }),
    ),
    registerEngines({
      ...surroundings,
      commandLine: {
        get nodePath() {
          return nodePath();
        },
        script: file('cli.js').fsPath,
        env: asNode,
      },
    }),
    command(commandIds.showLog, () => log.show()),
  );
  documents.start();
  return { explorer };
}
