import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { RunStore } from '../../runs/runStore';

/** Where runs are kept, in the workspace folder of their experiment. */
const directoryIn = (folder: string) => join(folder, '.tuning', 'runs');

/** The directory for the runs of an experiment file: in its workspace folder, or beside it if it is in none. */
export function runsDirectoryOf(file: vscode.Uri): string {
  return directoryIn(vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath ?? dirname(file.fsPath));
}

/** Keeps the store to the directories of the workspace, and tells it when something happens in there. */
export class RunDirectories implements vscode.Disposable {
  /** Of files that are in no workspace folder. */
  private readonly added = new Set<string>();
  private readonly subscriptions: vscode.Disposable;

  /** Ends when the runs of the workspace are known. */
  readonly ready: Promise<void>;

  constructor(private readonly store: RunStore) {
    this.ready = this.update();
    // Journals grow too often to be watched; the state is written beside them.
    const files = vscode.workspace.createFileSystemWatcher('**/.tuning/runs/*/{experiment,state,exit}.json');
    // Of a folder that goes as a whole, its files are not told.
    const folders = vscode.workspace.createFileSystemWatcher('**/{.tuning,.tuning/runs,.tuning/runs/*}', true, true);
    const changed = ({ fsPath }: vscode.Uri) => void store.refresh(dirname(fsPath));
    this.subscriptions = vscode.Disposable.from(
      files,
      files.onDidCreate(changed),
      files.onDidChange(changed),
      folders,
      folders.onDidDelete(({ fsPath }) => {
        const isRun = basename(dirname(fsPath)) === 'runs';
        void store.refresh(isRun ? fsPath : undefined);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.update()),
      // What no watcher told, such as changes on a network drive, is seen when the person comes back.
      vscode.window.onDidChangeWindowState(({ focused }) => void (focused && store.refresh())),
    );
  }

  /** Keeps to one more directory until the window closes. */
  async add(directory: string): Promise<void> {
    if (this.directories().includes(directory)) return;
    this.added.add(directory);
    await this.update();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private directories(): string[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return [...folders.map(({ uri }) => directoryIn(uri.fsPath)), ...this.added];
  }

  private update(): Promise<void> {
    return this.store.setDirectories(this.directories());
  }
}
