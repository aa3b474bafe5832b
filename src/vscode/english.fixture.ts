import type * as vscode from 'vscode';

/** The editor's texts as they are in English, the places in them filled in. */
export const english: typeof vscode.l10n = {
  bundle: undefined,
  uri: undefined,
  t: (text: string | { readonly message: string }, ...values: readonly unknown[]) =>
    (typeof text === 'string' ? text : text.message).replace(/\{(\d+)\}/g, (_, index: string) =>
      String(values[Number(index)]),
    ),
};
