import '../protocol/withoutCompiling';
import * as vscode from 'vscode';
import { createInspectorClient } from '../inspection/inspectorClient';
import { createTrainingSupervisor } from '../runs/supervision/createTrainingSupervisor';
import { AttentionPanels } from './attention/attentionPanels';
import { inspectAttention } from './attention/inspectAttention';
import { ComparePanels } from './compare/comparePanels';
import { openComparison } from './compare/openComparison';
import { chosenExperiment } from './experiments/chosenExperiment';
import { ExperimentDocuments } from './experiments/experimentDocuments';
import { showExperimentProblems } from './experiments/experimentProblems';
import { type Explorer, registerExplorer } from './explorer/registerExplorer';
import { registerEngines } from './engines/registerEngines';
import { commandIds, productName } from './ids';
import { MetricsPanels } from './metrics/metricsPanels';
import { openMetrics } from './metrics/openMetrics';
import { TrainingSettings, asNode, inspectorThreads, nodePath } from './processSettings';
import { onFirstUse } from './onFirstUse';
import { report } from './runs/reporting';
import { SetupEditors } from './setup/setupEditors';

/** The parts of the workbench that others ask for. A kind of panel is made when the first of it is opened. */
export interface Workbench {
  readonly explorer: Explorer;
  readonly setups: () => vscode.CustomTextEditorProvider;
  readonly metrics: () => vscode.WebviewPanelSerializer;
  readonly attention: () => vscode.WebviewPanelSerializer;
  readonly compare: () => vscode.WebviewPanelSerializer;
  readonly engines: () => vscode.WebviewPanelSerializer;
}

/** Puts the parts together. Training processes go on when the editor lets go of them. */
export function composeWorkbench({
  extensionUri,
  subscriptions,
  workspaceState,
  globalState,
}: vscode.ExtensionContext): Workbench {
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
  const setups = onFirstUse(() => new SetupEditors({ ...surroundings, inspector, runs }));
  const metrics = onFirstUse(() => {
    plotted = new MetricsPanels({ ...surroundings, supervisor, runs, checked });
    return disposedOf(plotted);
  });
  const attention = onFirstUse(() => disposedOf(new AttentionPanels({ ...surroundings, inspector })));
  const comparison = onFirstUse(() => disposedOf(new ComparePanels({ ...surroundings, runs, checked })));

  const engines = registerEngines({
    ...surroundings,
    commandLine: {
      get nodePath() {
        return nodePath();
      },
      script: file('cli.js').fsPath,
      env: asNode,
    },
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
    showExperimentProblems(documents),
    aboutFile(commandIds.openSetup, experiment => setups().show(experiment)),
    aboutFile(commandIds.openAsText, experiment =>
      vscode.commands.executeCommand('vscode.openWith', experiment, 'default'),
    ),
    aboutFile(commandIds.forecast, experiment => setups().forecast(experiment)),
    command(commandIds.openMetrics, (argument, selection) =>
      openMetrics(argument, selection, { panels: metrics(), chooser }),
    ),
    command(commandIds.inspectAttention, argument => inspectAttention(argument, { panels: attention(), chooser })),
    command(commandIds.compareRuns, (argument, selection) =>
      openComparison(argument, selection, { panels: comparison(), chooser }),
    ),
    engines,
    command(commandIds.showLog, () => log.show()),
  );
  documents.start();
  return {
    explorer,
    setups,
    metrics,
    attention,
    compare: comparison,
    engines: () => engines.panel,
  };
}
