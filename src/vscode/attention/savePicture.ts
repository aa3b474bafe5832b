import * as vscode from 'vscode';
import { InputError } from '../../protocol/inputError';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Asks where, and writes a picture there. @throws {InputError} if it is no PNG file */
export async function savePicture(name: string, png: Uint8Array): Promise<void> {
  if (!signature.every((byte, index) => png[index] === byte)) {
    throw new InputError(vscode.l10n.t('The picture was damaged on its way: try again.'));
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    defaultUri: folder && vscode.Uri.joinPath(folder, name.replace(/[\\/]/g, '-')),
    filters: { [vscode.l10n.t('Picture')]: ['png'] },
  });
  if (file) await vscode.workspace.fs.writeFile(file, png);
}

/** Asks for an image file; undefined if none is chosen. */
export async function chooseImage(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Image to Look At'),
    openLabel: vscode.l10n.t('Look'),
    filters: { [vscode.l10n.t('Images')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'tif', 'tiff', 'avif'] },
  });
  return chosen?.[0];
}
