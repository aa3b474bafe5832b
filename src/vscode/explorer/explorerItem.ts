import * as vscode from 'vscode';
import { runTitle } from '../../runs/runTitle';
import { commandIds } from '../ids';
import type { ExplorerNode, ParentNode, RunNode } from './explorerModel';
import { runContext } from './runContext';
import { stateIcon } from './runIcons';
import { percentWords, runFacts, runLabel, runBrief, runSpoken, stateKindWords, stateWords } from './runWords';
import { decoratedRun } from './seriesDecorations';

const { l10n } = vscode;
const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** A node of the explorer as the editor draws it, all but the tooltip of a run. */
export function explorerItem(node: ExplorerNode): vscode.TreeItem {
  return node.kind === 'run' ? runItem(node) : parentItem(node);
}

function runItem({ id, run, isNested, series }: RunNode): vscode.TreeItem {
  const item = new vscode.TreeItem(runLabel(run, isNested), None);
  const { icon, color } = stateIcon(run.presence);
  item.id = id;
  item.description = runBrief(run, isNested, l10n);
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  item.contextValue = runContext(run);
  item.resourceUri = decoratedRun(run.path);
  item.accessibilityInformation = { label: runSpoken(run, l10n) };
  item.command = { title: l10n.t('Open metrics'), command: commandIds.openSelected };
  const isChecked = series !== null;
  item.checkboxState = {
    state: isChecked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
    tooltip: isChecked ? l10n.t('Plotted; uncheck to leave it out') : l10n.t('Check to plot it with the others'),
    accessibilityInformation: { label: l10n.t('Plot {0}', runTitle(run)), role: 'checkbox' },
  };
  return item;
}

/**
 * All the numbers of a run, and what is wrong with it.
 * @param failure why it failed, in a sentence; null if it did not, or nobody knows
 */
export function runTooltip({ run }: RunNode, failure: string | null): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString('', true);
  const { icon } = stateIcon(run.presence);
  tooltip.appendMarkdown(`**`).appendText(runTitle(run)).appendMarkdown(`** $(${icon}) `);
  tooltip.appendText(stateWords(run, l10n));
  if (failure !== null) tooltip.appendMarkdown('\n\n').appendText(failure);
  tooltip.appendMarkdown('\n\n| | |\n|---|---|\n');
  for (const [name, value] of runFacts(run, l10n, vscode.env.language)) {
    tooltip.appendMarkdown(`| ${name} | `).appendText(value).appendMarkdown(' |\n');
  }
  for (const problem of run.problems) tooltip.appendMarkdown('\n\n$(warning) ').appendText(problem);
  return tooltip;
}

function parentItem(node: ParentNode): vscode.TreeItem {
  const count = node.children.length;
  const item = new vscode.TreeItem(titleOf(node), count > 0 ? Expanded : node.kind === 'experiment' ? None : Collapsed);
  item.id = node.id;
  item.contextValue = node.kind;
  const best = node.best === null ? [] : [l10n.t('best {0}', percentWords(node.best))];
  const running = node.running > 0 && node.kind !== 'state' ? [l10n.t('{0} under way', node.running)] : [];
  item.description = [...running, ...best, ...runsWords(node)].join(' · ');
  if (node.kind === 'experiment') describeExperiment(item, node);
  if (node.kind === 'method') item.iconPath = new vscode.ThemeIcon('symbol-method');
  const problem = node.kind === 'experiment' ? (node.file?.problem ?? '') : '';
  item.accessibilityInformation = { label: [titleOf(node), item.description, problem].filter(Boolean).join(', ') };
  return item;
}

function titleOf(node: ParentNode): string {
  if (node.kind === 'experiment') return node.name;
  if (node.kind === 'state') return stateKindWords(node.state, l10n);
  return node.method || l10n.t('method unknown');
}

function runsWords(node: ParentNode): string[] {
  const { length } = node.children;
  if (node.kind === 'experiment' && node.file?.problem) return [l10n.t("can't be run")];
  if (node.kind === 'experiment' && length === 0) return [node.file?.method ?? ''];
  return [length === 1 ? l10n.t('1 run') : l10n.t('{0} runs', length)];
}

function describeExperiment(
  item: vscode.TreeItem,
  { name, file, namesake, isAmbiguous }: ParentNode & { kind: 'experiment' },
): void {
  const shown = (path: string) => vscode.workspace.asRelativePath(path);
  item.iconPath = new vscode.ThemeIcon('beaker');
  if (file === null) {
    item.contextValue = 'experimentGone';
    item.description = [l10n.t('file is gone'), item.description].join(' · ');
    item.tooltip = l10n.t('No experiment file of the workspace is named {0}. Its runs are kept.', name);
    item.iconPath = new vscode.ThemeIcon('beaker-stop');
    return;
  }
  if (isAmbiguous) item.description = [shown(file.path), item.description].filter(Boolean).join(' · ');
  const lines = [shown(file.path)];
  if (file.method) lines.push(l10n.t('Method: {0}', file.method));
  if (namesake) lines.push(l10n.t('Its runs are listed under {0}, which has the same name.', shown(namesake)));
  if (file.problem) {
    lines.push(file.problem);
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  }
  item.tooltip = lines.join('\n');
  item.command = { title: l10n.t('Open set-up'), command: commandIds.openSelected };
}
