import * as vscode from 'vscode';
import type { RunStore } from '../../runs/runStore';
import { explorerId } from '../ids';
import type { CheckedRuns } from './checkedRuns';
import { type ExplorerModel, explorerModel } from './explorerModel';
import type { ExplorerSettings } from './explorerSettings';
import { type ExplorerElement, ExplorerTree } from './explorerTree';
import { type ExplorerView, isFiltered, isRunning } from './explorerView';
import { countWords, stateKindWords } from './runWords';
import type { WorkspaceExperiments } from './workspaceExperiments';

const { l10n } = vscode;

/** It draws at most once in so many milliseconds. */
const pause = 30;

/** What the explorer lists. */
export interface ExplorerSources {
  readonly store: RunStore;
  readonly experiments: WorkspaceExperiments;
  readonly checked: CheckedRuns;
  readonly settings: ExplorerSettings;
}

/** The explorer's view: draws what changed, and nothing else. */
export class ExplorerTreeView implements vscode.Disposable {
  readonly tree: ExplorerTree;
  private readonly treeView: vscode.TreeView<ExplorerElement>;
  private readonly subscriptions: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private drawn = -pause;

  /** @param ready ends when experiments and runs are known */
  constructor(
    private readonly sources: ExplorerSources,
    ready: Promise<unknown>,
  ) {
    const { store, experiments, checked, settings } = sources;
    this.tree = new ExplorerTree(ready.then(() => this.draw()));
    this.treeView = vscode.window.createTreeView(explorerId, {
      treeDataProvider: this.tree,
      canSelectMany: true,
      showCollapseAll: true,
      manageCheckboxStateManually: true,
    });
    const schedule = () => {
      this.timer ??= setTimeout(() => this.draw(), Math.max(0, this.drawn + pause - performance.now()));
    };
    this.subscriptions = vscode.Disposable.from(
      this.tree,
      this.treeView,
      store.onDidChange(schedule),
      experiments.onDidChange(schedule),
      checked.onDidChange(schedule),
      // A choice is seen at once.
      settings.onDidChange(() => this.draw()),
      this.treeView.onDidChangeCheckboxState(({ items }) => {
        const isChecked = (state: vscode.TreeItemCheckboxState) => state === vscode.TreeItemCheckboxState.Checked;
        checked.change(
          items.flatMap(([element, state]) => {
            const node = this.tree.nodeOf(element);
            return node?.kind === 'run' ? [[node.run.path, isChecked(state)] as const] : [];
          }),
        );
      }),
    );
  }

  /** What the person selected. */
  get selection(): readonly ExplorerElement[] {
    return this.treeView.selection;
  }

  /** Scrolls to a run and opens what it stands in, if the person has the explorer before them. */
  async reveal(path: string): Promise<void> {
    if (!this.treeView.visible) return;
    this.draw();
    const element = this.tree.elementOfRun(path);
    if (element) await this.treeView.reveal(element, { select: false, focus: false });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.drawn = performance.now();
    const { store, experiments, checked, settings } = this.sources;
    const { runs } = store;
    const model = explorerModel({ experiments: experiments.all, runs, series: checked.series }, settings.view);
    this.tree.show(model);
    const running = runs.filter(isRunning).length;
    const tooltip = running === 1 ? l10n.t('1 run under way') : l10n.t('{0} runs under way', running);
    if ((this.treeView.badge?.value ?? 0) !== running) {
      this.treeView.badge = running > 0 ? { value: running, tooltip } : undefined;
    }
    const message = filterMessage(settings.view, model);
    if (this.treeView.message !== message) this.treeView.message = message;
  }
}

/** What the filter is and what it leaves; undefined if there is none, and where the welcome view says that nothing is left. */
function filterMessage(view: ExplorerView, { roots, shown, total }: ExplorerModel): string | undefined {
  if (!isFiltered(view) || roots.length === 0) return undefined;
  const parts = [view.text.trim() && `“${view.text.trim()}”`, ...view.states.map(state => stateKindWords(state, l10n))];
  const filter = parts.filter(Boolean).join(', ');
  return l10n.t('{0}: {1} of {2} runs', filter, countWords(shown), countWords(total));
}
