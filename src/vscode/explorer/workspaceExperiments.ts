import * as vscode from 'vscode';
import { foldersWithoutExperiments } from '../experiments/chosenExperiment';
import { contextKeys, experimentPattern } from '../ids';
import { experimentFile } from './experimentFile';
import type { ExperimentFile } from './explorerModel';

const isExcluded = (uri: vscode.Uri) => /[\\/](node_modules|\.tuning)[\\/]/.test(uri.path);

/** The experiment files of the workspace, as they are on disk. */
export class WorkspaceExperiments implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly files = new Map<string, ExperimentFile>();
  private readonly subscription: vscode.Disposable;
  private reading = Promise.resolve();

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
    const found = await vscode.workspace.findFiles(experimentPattern, foldersWithoutExperiments);
    const paths = new Set([...this.files.keys(), ...found.map(({ fsPath }) => fsPath)]);
    // A search may not find a file that has only just come, so those that are known are looked at too.
    await this.read([...paths].map(path => vscode.Uri.file(path)));
  }

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.changed).dispose();
  }

  /** One after the other, so that what was seen last is what stays. */
  private read(uris: readonly vscode.Uri[]): Promise<void> {
    this.reading = this.reading.then(() => this.readNow(uris));
    return this.reading;
  }

  private async readNow(uris: readonly vscode.Uri[]): Promise<void> {
    const read = await Promise.all(
      uris.map(async uri => {
        const root = vscode.workspace.getWorkspaceFolder(uri);
        const bytes = await vscode.workspace.fs.readFile(uri).then(
          bytes => bytes,
          () => undefined,
        );
        const file = root && bytes && experimentFile(uri.fsPath, root.uri.fsPath, bytes);
        return [uri.fsPath, file] as const;
      }),
    );
    // All at once: whoever looks in between would take the others for gone.
    for (const [path, file] of read) {
      if (file) this.files.set(path, file);
      else this.files.delete(path);
    }
    void vscode.commands.executeCommand('setContext', contextKeys.hasExperiments, this.files.size > 0);
    this.changed.fire();
  }
}
