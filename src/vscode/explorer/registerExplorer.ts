import * as vscode from 'vscode';
import { readRunOverview } from '../../runs/overview';
import { RunStore } from '../../runs/runStore';
import type { TrainingSupervisor } from '../../runs/supervision/trainingSupervisor';
import { openWhatWaits } from '../experiments/experimentFolder';
import { newExperiment } from '../experiments/newExperiment';
import { trySample } from '../experiments/trySample';
import { commandIds } from '../ids';
import { RunChooser } from '../runs/chosenRuns';
import { registerRunCommands } from '../runs/registerRunCommands';
import { report } from '../runs/reporting';
import { notifyOfRuns } from '../runs/runNotifications';
import { showRunsInStatusBar } from '../runs/runStatusBar';
import { CheckedRuns } from './checkedRuns';
import { registerExplorerCommands } from './explorerCommands';
import { ExplorerSettings } from './explorerSettings';
import type { ExplorerElement, ExplorerTree } from './explorerTree';
import { ExplorerTreeView } from './explorerTreeView';
import { isRunning } from './explorerView';
import { followRuns } from './followRuns';
import { openSelected } from './openSelected';
import { RunDirectories } from './runDirectories';
import { SeriesDecorations } from './seriesDecorations';
import { WorkspaceExperiments } from './workspaceExperiments';

/** What the explorer needs of the rest of the extension. */
export interface ExplorerParts {
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalState'>;
  readonly log: vscode.LogOutputChannel;
  readonly supervisor: TrainingSupervisor;
  /** Whether the person sees the metrics of a run, by the path of its folder, right now. */
  readonly isMetricsVisible: (path: string) => boolean;
}

/** What the explorer offers to the panels. */
export interface Explorer extends vscode.Disposable {
  readonly store: RunStore;
  /** What the view shows. */
  readonly tree: ExplorerTree;
  readonly experiments: WorkspaceExperiments;
  /** The runs that are plotted. */
  readonly checked: CheckedRuns;
  /** Finds the runs that a command is about. */
  readonly chooser: RunChooser;
  /** Ends when experiments and runs of the workspace are known. Never fails. */
  readonly ready: Promise<void>;
}

/** Puts together the view in the activity bar, the commands about experiments and runs, the status bar and the notifications. */
export function registerExplorer({ context, log, supervisor, isMetricsVisible }: ExplorerParts): Explorer {
  const store = new RunStore(async path => {
    const overview = await readRunOverview(path);
    // Its files can't tell whether its process answers.
    return supervisor.isLost(path) && isRunning(overview) ? { ...overview, presence: 'lost' } : overview;
  });
  const experiments = new WorkspaceExperiments();
  const checked = new CheckedRuns(context.workspaceState);
  const settings = new ExplorerSettings(context.workspaceState);
  const directories = new RunDirectories(store);
  const ready = Promise.allSettled([directories.ready, experiments.refresh()]).then(results => {
    for (const result of results) if (result.status === 'rejected') log.error(String(result.reason));
    checked.keep(path => store.get(path) !== undefined);
  });
  const view = new ExplorerTreeView({ store, experiments, checked, settings }, ready);
  const nodeOf = (element: ExplorerElement) => view.tree.nodeOf(element);
  const reveal = (path: string) => view.reveal(path);
  const chooser = new RunChooser(store, experiments, { nodeOf, selection: () => view.selection }, ready);
  const refresh = async () => void (await Promise.all([store.refresh(), experiments.refresh()]));
  const reported = (action: () => Promise<void>) => () => action().catch((error: unknown) => report(error, log));
  const parts = vscode.Disposable.from(
    view,
    store,
    experiments,
    checked,
    settings,
    directories,
    new SeriesDecorations(checked),
    registerExplorerCommands(settings, store, refresh),
    openSelected(() => view.selection.map(nodeOf).at(0)),
    registerRunCommands({ supervisor, store, directories, checked, chooser, log, reveal }),
    showRunsInStatusBar(store),
    notifyOfRuns(store, experiments, isMetricsVisible),
    followRuns(store, supervisor, log),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void experiments.refresh()),
    store.onDidChange(changes => checked.change(changes.filter(({ now }) => !now).map(({ path }) => [path, false]))),
    vscode.commands.registerCommand(
      commandIds.newExperiment,
      reported(() => newExperiment(context.globalState)),
    ),
    vscode.commands.registerCommand(
      commandIds.trySample,
      reported(() => trySample(context.globalState)),
    ),
  );
  void openWhatWaits(context.globalState).catch((error: unknown) => report(error, log));
  return { store, tree: view.tree, experiments, checked, chooser, ready, dispose: () => parts.dispose() };
}
