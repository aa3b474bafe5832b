import type * as vscode from 'vscode';

/** What the training process takes at most. */
const largest = 1000;

/** Why a text is no learning rate; undefined if it is one. */
export function learningRateProblem(text: string, l10n: typeof vscode.l10n): string | undefined {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && value > 0 && value <= largest) return undefined;
  return l10n.t('Type a number above 0 and at most {0}, such as 0.001 or 5e-4.', largest);
}
