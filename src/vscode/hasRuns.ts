import * as vscode from 'vscode';

/** Whether a folder of the workspace has runs, of which some may be under way. */
export async function hasRuns(): Promise<boolean> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(
    folders.map(({ uri }) =>
      vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, '.tuning', 'runs')).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
