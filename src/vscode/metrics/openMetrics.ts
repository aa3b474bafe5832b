import * as vscode from 'vscode';
import type { RunChooser } from '../runs/chosenRuns';
import type { MetricsPanels } from './metricsPanels';

/** Opens the metrics panel with the runs that a command is about, beside those that are plotted already. */
export async function openMetrics(
  argument: unknown,
  selection: unknown,
  { panels, chooser }: { readonly panels: MetricsPanels; readonly chooser: Pick<RunChooser, 'choose'> },
): Promise<void> {
  if (argument === undefined) {
    panels.show();
    return;
  }
  const runs = await chooser.choose(argument, selection, {
    title: vscode.l10n.t('Plot Runs'),
    none: vscode.l10n.t('This experiment was not run yet.'),
    many: true,
  });
  panels.show(runs.map(({ path }) => path));
}
