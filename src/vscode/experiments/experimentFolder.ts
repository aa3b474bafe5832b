import * as vscode from 'vscode';
import * as z from 'zod';
import { commandIds } from '../ids';

const key = 'visualTuning.openAfterReload';
const pendingSchema = z.object({ file: z.string(), folder: z.string() });

/** A folder to put experiments into. */
export interface ChosenFolder {
  readonly uri: vscode.Uri;
  /** Whether it is in the workspace. */
  readonly isOpen: boolean;
}

/** The folder of the workspace; of several, the one that the person picks; if there is none, one that they choose. */
export async function chooseFolder(title: string): Promise<ChosenFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (folders.length === 1) return { uri: only.uri, isOpen: true };
  if (folders.length > 1) {
    const picked = await vscode.window.showWorkspaceFolderPick({ placeHolder: title });
    return picked && { uri: picked.uri, isOpen: true };
  }
  const [chosen] =
    (await vscode.window.showOpenDialog({ title, canSelectFiles: false, canSelectFolders: true, openLabel: title })) ??
    [];
  return chosen && { uri: chosen, isOpen: false };
}

/** Opens a folder, which starts the window anew, and then a file of it in the set-up editor. */
export async function openAfterReload(memory: vscode.Memento, file: vscode.Uri, folder: vscode.Uri): Promise<void> {
  await memory.update(key, { file: file.toString(), folder: folder.toString() });
  await vscode.commands.executeCommand('vscode.openFolder', folder);
}

/** Opens the file that was to be opened once its folder is, if this is its window. */
export async function openWhatWaits(memory: vscode.Memento): Promise<void> {
  const waiting = pendingSchema.safeParse(memory.get(key)).data;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (!waiting || !folders.some(({ uri }) => uri.toString() === waiting.folder)) return;
  await memory.update(key, undefined);
  await vscode.commands.executeCommand(commandIds.openSetup, vscode.Uri.parse(waiting.file, true));
}
