import * as vscode from 'vscode';
import { InputError } from '../../protocol/inputError';
import type { MetricsMessage } from '../../protocol/metricsPanel';
import {
  type MetricsRequest,
  type RunAction,
  metricsRequestSchema,
  metricsStateSchema,
} from '../../protocol/metricsRequests';
import type { RunStore } from '../../runs/runStore';
import { runTitle } from '../../runs/runTitle';
import type { TrainingSupervisor } from '../../runs/supervision/trainingSupervisor';
import type { CheckedRuns } from '../explorer/checkedRuns';
import { isRunning } from '../explorer/explorerView';
import { commandIds, viewTypes } from '../ids';
import { type PageSurroundings, servePage } from '../pages/page';
import { MetricsFeed } from './metricsFeed';
import { metricsWords } from './metricsWords';
import { saveCsv, savePng } from './saveMetrics';

/** How often runs under way are read that nobody tells of, in milliseconds: those of the command line. */
const interval = 1000;

/** What the metrics panel needs of its surroundings. */
export interface MetricsSurroundings extends PageSurroundings {
  readonly supervisor: Pick<
    TrainingSupervisor,
    'onNews' | 'pause' | 'continue' | 'stop' | 'resume' | 'setLearningRate'
  >;
  readonly runs: Pick<RunStore, 'get' | 'refresh' | 'onDidChange'>;
  readonly checked: Pick<CheckedRuns, 'paths' | 'change' | 'add' | 'remove' | 'styleOf' | 'onDidChange'>;
}

/** The one panel that plots the runs checked in the explorer, and steers them. */
export class MetricsPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private open: vscode.WebviewPanel | undefined;

  constructor(private readonly surroundings: MetricsSurroundings) {}

  /** Opens the panel beside the active editor, or shows it again. @param runs paths of runs to check and plot */
  show(runs: readonly string[] = []): void {
    this.surroundings.checked.change(runs.map(run => [run, true]));
    if (this.open) {
      this.open.reveal(undefined, true);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.fill(vscode.window.createWebviewPanel(viewTypes.metrics, vscode.l10n.t('Metrics'), place));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    // There is one: a second, from another window's layout, goes.
    if (this.open) {
      panel.dispose();
      return;
    }
    const kept = metricsStateSchema.safeParse(state);
    const { checked } = this.surroundings;
    if (kept.success && checked.paths.length === 0) checked.change(kept.data.runs.map(run => [run, true]));
    this.fill(panel);
  }

  /** Whether the person sees the metrics of a run right now. @param run path of its folder */
  isVisible(run: string): boolean {
    return this.open?.visible === true && this.surroundings.checked.paths.includes(run);
  }

  dispose(): void {
    this.open?.dispose();
  }

  private fill(panel: vscode.WebviewPanel): void {
    const { supervisor, runs, checked, log } = this.surroundings;
    const post = (message: MetricsMessage) => void panel.webview.postMessage(message);
    const feed = new MetricsFeed({
      runs,
      styleOf: path => checked.styleOf(path),
      isTrusted: () => vscode.workspace.isTrusted,
      l10n: vscode.l10n,
      post,
      onProblem: error => log.warn(String(error)),
    });
    const plot = () => {
      feed.plot(checked.paths);
      panel.title = titleOf(feed.paths, runs);
      post({ type: 'plotted', paths: [...feed.paths] });
    };
    const timer = setInterval(() => {
      for (const path of feed.paths) {
        const overview = runs.get(path);
        if (overview && isRunning(overview)) feed.read(path);
      }
    }, interval);
    this.open = panel;
    const subscriptions = vscode.Disposable.from(
      { dispose: () => clearInterval(timer) },
      checked.onDidChange(plot),
      runs.onDidChange(changes => {
        // A run may write its last records and end between two readings.
        for (const { path } of changes) feed.read(path);
        feed.refresh();
        panel.title = titleOf(feed.paths, runs);
      }),
      supervisor.onNews(news => {
        if (news.kind === 'grew') feed.read(news.run);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => feed.refresh()),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) feed.close();
      }),
      servePage(panel, this.surroundings, { name: 'metrics', request: metricsRequestSchema }, request => {
        if (request.type !== 'ready') return this.handle(request, feed, post);
        post({ type: 'opened', words: metricsWords(vscode.l10n) });
        plot();
        feed.open(request.view);
        return undefined;
      }),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      feed.close();
      this.open = undefined;
    });
  }

  private async handle(
    request: Exclude<MetricsRequest, { type: 'ready' }>,
    feed: MetricsFeed,
    post: (message: MetricsMessage) => void,
  ): Promise<void> {
    switch (request.type) {
      case 'view':
        return feed.setView(request.view);
      case 'look':
        return feed.look(request.x);
      case 'savePng':
        return this.told(post, () => savePng(request.chart, request.picture));
      case 'saveCsv':
        return this.told(post, () => saveCsv(request.chart, feed.csv(request.chart)));
      case 'remove': {
        const path = feed.pathOf(request.run);
        if (path !== undefined) this.surroundings.checked.remove(path);
        return;
      }
      case 'act': {
        const { run, action, peak } = request;
        const path = feed.pathOf(run);
        if (path === undefined) return;
        let problem: string | null = null;
        try {
          await this.act(path, action, peak);
        } catch (error) {
          problem = this.sentenceOf(error);
        }
        post({ type: 'acted', run, action, problem });
      }
    }
  }

  private async act(path: string, action: RunAction, peak: number | undefined): Promise<void> {
    const { supervisor } = this.surroundings;
    if (!vscode.workspace.isTrusted) {
      throw new InputError(vscode.l10n.t('This workspace is not trusted: runs can be looked at, but not steered.'));
    }
    switch (action) {
      case 'pause':
        return supervisor.pause(path);
      case 'continue':
        return supervisor.continue(path);
      case 'resume':
        return supervisor.resume(path);
      case 'stop':
        await supervisor.stop(path);
        return;
      case 'setLearningRate':
        if (peak !== undefined) await supervisor.setLearningRate(path, peak);
        return;
      case 'inspectAttention':
        await vscode.commands.executeCommand(commandIds.inspectAttention, path);
    }
  }

  /** Does something that may fail; the person is told on the page. */
  private async told(post: (message: MetricsMessage) => void, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      post({ type: 'problem', sentence: this.sentenceOf(error) });
    }
  }

  private sentenceOf(error: unknown): string {
    if (error instanceof InputError) return error.message;
    this.surroundings.log.error(error instanceof Error ? error : String(error));
    return error instanceof Error ? error.message : String(error);
  }
}

function titleOf(paths: readonly string[], runs: Pick<RunStore, 'get'>): string {
  const [first] = paths;
  const overview = first === undefined ? undefined : runs.get(first);
  if (paths.length === 1 && overview) return vscode.l10n.t('Metrics: {0}', runTitle(overview));
  return paths.length > 1 ? vscode.l10n.t('Metrics: {0} runs', paths.length) : vscode.l10n.t('Metrics');
}
