import { basename } from 'node:path';
import * as vscode from 'vscode';
import { changeText } from './changeText';

const extension = '.tuning.json';

/** What an experiment file is called without its extension. */
export const nameOfFile = ({ path }: vscode.Uri): string => basename(path, extension);

/**
 * Writes an experiment like another, with one method in the place of all, into a new file beside it.
 * @returns the new file, whose name ends in the method's id, and in a number where that is taken
 */
export async function writeVariant(
  document: vscode.TextDocument,
  method: Omit<Extract<Parameters<typeof changeText>[1], { kind: 'onlyMethod' }>, 'kind'>,
): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(document.uri, '..');
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const stem = `${nameOfFile(document.uri)}-${method.id}`;
  let name = stem;
  for (let number = 2; taken.has(name + extension); number++) name = `${stem}-${number}`;
  const changed = changeText(document.getText(), { kind: 'onlyMethod', ...method });
  const text = changeText(changed, { kind: 'field', path: 'name', value: name });
  const file = vscode.Uri.joinPath(folder, name + extension);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return file;
}
