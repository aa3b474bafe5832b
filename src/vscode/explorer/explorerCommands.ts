import * as vscode from 'vscode';
import type { RunStore } from '../../runs/runStore';
import { commandIds } from '../ids';
import type { ExplorerSettings } from './explorerSettings';
import { type Grouping, type Order, type StateKind, groupings, orders, stateKind, stateKinds } from './explorerView';
import { stateKindWords } from './runWords';

const { l10n } = vscode;

/** The commands that choose what the explorer lists, and how. */
export function registerExplorerCommands(
  settings: ExplorerSettings,
  store: RunStore,
  refresh: () => Promise<void>,
): vscode.Disposable {
  const command = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    command(commandIds.groupRuns, () => chooseGrouping(settings)),
    command(commandIds.sortRuns, () => chooseOrder(settings)),
    command(commandIds.filterRuns, () => chooseFilter(settings, store)),
    command(commandIds.clearFilter, () => settings.change({ text: '', states: [] })),
    command(commandIds.refresh, refresh),
  );
}

async function chooseGrouping(settings: ExplorerSettings): Promise<void> {
  const titles: Readonly<Record<Grouping, string>> = {
    experiment: l10n.t('By experiment'),
    state: l10n.t('By state'),
    method: l10n.t('By method'),
    none: l10n.t('Not at all'),
  };
  const group = await chooseOne(l10n.t('Group Runs'), groupings, titles, settings.view.group);
  if (group) settings.change({ group });
}

async function chooseOrder(settings: ExplorerSettings): Promise<void> {
  const titles: Readonly<Record<Order, string>> = {
    newest: l10n.t('Newest first'),
    name: l10n.t('By name'),
    accuracy: l10n.t('Best validation accuracy first'),
    trainable: l10n.t('Fewest trainable parameters first'),
  };
  const order = await chooseOne(l10n.t('Sort Runs'), orders, titles, settings.view.order);
  if (order) settings.change({ order });
}

async function chooseOne<T extends string>(
  title: string,
  values: readonly T[],
  titles: Readonly<Record<T, string>>,
  chosen: T,
): Promise<T | undefined> {
  const items = values.map(value => ({
    label: titles[value],
    description: value === chosen ? l10n.t('as now') : undefined,
    value,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.value;
}

async function chooseFilter(settings: ExplorerSettings, store: RunStore): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Filter Runs (1/2)'),
    prompt: l10n.t('Words that stand in the name, the method or the backbone. Leave it empty for all.'),
    placeHolder: 'vpt-deep',
    value: settings.view.text,
  });
  if (text === undefined) return;
  settings.change({ text });
  const counts = new Map<StateKind, number>();
  for (const { presence } of store.runs) counts.set(stateKind(presence), (counts.get(stateKind(presence)) ?? 0) + 1);
  const items = stateKinds.map(kind => ({
    label: stateKindWords(kind, l10n),
    description: String(counts.get(kind) ?? 0),
    picked: settings.view.states.includes(kind),
    state: kind,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Filter Runs (2/2)'),
    placeHolder: l10n.t('States to show; none checked shows all'),
    canPickMany: true,
  });
  if (picked) settings.change({ states: picked.map(({ state }) => state) });
}
