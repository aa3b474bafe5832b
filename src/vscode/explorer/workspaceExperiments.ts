import * as vscode from 'vscode';
import { foldersWithoutExperiments } from '../experiments/chosenExperiment';
import { contextKeys, experimentPattern } from '../ids';
import type { ExperimentFile } from './explorerModel';

const isExcluded = (uri: vscode.Uri) => /[\\/](node_modules|\.tuning)[\\/]/.test(uri.path);

/** The experiment files of the workspace, as they are on disk. */
export class WorkspaceExperiments implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly files = new Map<string, ExperimentFile>();
  private readonly subscription: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(experimentPattern);
    const again = (uri: vscode.Uri) => void (isExcluded(uri) || this.read([uri]));
    this.subscription = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(again),
      watcher.onDidChange(again),
      watcher.onDidDelete(again),
    );
  }

  /** In no particular order. */
  get all(): readonly ExperimentFile[] {
    return [...this.files.values()];
  }

  /** Looks for the files of the workspace anew. */
  async refresh(): Promise<void> {
    const known = [...this.files.keys()];
    const found = await vscode.workspace.findFiles(experimentPattern, foldersWithoutExperiments);
    const paths = new Set(found.map(({ fsPath }) => fsPath));
    // A file that came while the search was under way may not be among what it found.
    for (const path of known) if (!paths.has(path)) this.files.delete(path);
    await this.read(found);
  }

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.changed).dispose();
  }

  private async read(uris: readonly vscode.Uri[]): Promise<void> {
    // What reads a file knows every method: it is loaded here, so that the editor starts without it.
    const { experimentFile } = await import('./experimentFile');
    await Promise.all(
      uris.map(async uri => {
        const root = vscode.workspace.getWorkspaceFolder(uri);
        const bytes = await vscode.workspace.fs.readFile(uri).then(
          bytes => bytes,
          () => undefined,
        );
        if (root && bytes) this.files.set(uri.fsPath, experimentFile(uri.fsPath, root.uri.fsPath, bytes));
        else this.files.delete(uri.fsPath);
      }),
    );
    void vscode.commands.executeCommand('setContext', contextKeys.hasExperiments, this.files.size > 0);
    this.changed.fire();
  }
}
