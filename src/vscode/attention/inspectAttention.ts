import * as vscode from 'vscode';
import type { RunChooser } from '../runs/chosenRuns';
import type { AttentionPanels } from './attentionPanels';

/** Opens the attention panel of the run that a command is about, or that the person picks. */
export async function inspectAttention(
  argument: unknown,
  { panels, chooser }: { readonly panels: AttentionPanels; readonly chooser: Pick<RunChooser, 'choose'> },
): Promise<void> {
  const [run] = await chooser.choose(argument, undefined, {
    title: vscode.l10n.t('Inspect the Attention of'),
    none: vscode.l10n.t('There are no runs.'),
  });
  if (run) panels.show(run.path);
}
