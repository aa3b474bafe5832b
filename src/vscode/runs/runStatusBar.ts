import * as vscode from 'vscode';
import type { RunOverview } from '../../protocol/runOverview';
import type { RunStore } from '../../runs/runStore';
import { runTitle } from '../../runs/runTitle';
import { inOrder, isRunning } from '../explorer/explorerView';
import { progressWords, runDescription, stateWords } from '../explorer/runWords';
import { commandIds, productName } from '../ids';

const { l10n } = vscode;

/** The item of the status bar: how many runs are under way, and how far the newest is. Hidden while there is none. */
export function showRunsInStatusBar(store: RunStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('visualTuning.runs', vscode.StatusBarAlignment.Left);
  item.name = productName;
  const draw = () => {
    const running = inOrder('newest', store.runs.filter(isRunning));
    const [newest] = running;
    if (!newest) return item.hide();
    const count = running.length > 1 ? `${running.length} · ` : '';
    const state = newest.presence === 'running' ? (progressWords(newest) ?? '') : stateWords(newest, l10n);
    item.text = `$(beaker) ${count}${runTitle(newest)} ${state}`;
    item.tooltip = tooltipOf(running);
    item.accessibilityInformation = {
      label:
        running.length === 1
          ? l10n.t('1 run under way: {0}', `${runTitle(newest)}, ${state}`)
          : l10n.t('{0} runs under way. The newest: {1}', running.length, `${runTitle(newest)}, ${state}`),
    };
    item.command = { title: l10n.t('Open metrics'), command: commandIds.openMetrics, arguments: [newest.path] };
    item.show();
  };
  const subscription = store.onDidChange(draw);
  draw();
  return vscode.Disposable.from(item, subscription);
}

function tooltipOf(running: readonly RunOverview[]): string {
  const lines = running.map(run => `${runTitle(run)}: ${runDescription(run, l10n)}`);
  return [...lines, '', l10n.t('Click to open the metrics of the newest.')].join('\n');
}
