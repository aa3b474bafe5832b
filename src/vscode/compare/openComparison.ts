import * as vscode from 'vscode';
import type { RunChooser } from '../runs/chosenRuns';
import type { ComparePanels } from './comparePanels';

/** Compares the runs that a command is about; of fewer than two, the person picks those to compare. */
export async function openComparison(
  argument: unknown,
  selection: unknown,
  { panels, chooser }: { readonly panels: ComparePanels; readonly chooser: Pick<RunChooser, 'choose'> },
): Promise<void> {
  const question = {
    title: vscode.l10n.t('Compare Runs: choose two or more'),
    none: vscode.l10n.t('There are no runs to compare yet.'),
    many: true,
  };
  const given = await chooser.choose(argument, selection, question);
  const runs =
    given.length === 1 && argument !== undefined ? await chooser.choose(undefined, undefined, question) : given;
  if (runs.length > 1) panels.show(runs.map(({ path }) => path));
  else if (runs.length === 1) {
    void vscode.window.showInformationMessage(vscode.l10n.t('A comparison needs two runs: choose at least two.'));
  }
}
