import * as vscode from 'vscode';
import { replacementOf } from './textReplacement';

/** Puts a new text into a document as one step to undo, replacing what differs alone. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const replacement = replacementOf(document.getText(), text);
  if (!replacement) return;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(replacement.start), document.positionAt(replacement.end));
  edit.replace(document.uri, range, replacement.text);
  await vscode.workspace.applyEdit(edit);
}

/** Shows the text beside the panel, with the problem selected if there is one. */
export async function showText(document: vscode.TextDocument, at?: { start: number; end: number }): Promise<void> {
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    ...(at && { selection: new vscode.Range(document.positionAt(at.start), document.positionAt(at.end)) }),
  });
}
