import * as vscode from 'vscode';
import { contextKeys } from '../ids';
import { type ExplorerView, explorerViewSchema, isFiltered } from './explorerView';

const key = 'visualTuning.explorerView';

/** How the explorer lists runs, as the person chose. */
export class ExplorerSettings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ExplorerView>();
  private chosen: ExplorerView;

  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.chosen = explorerViewSchema.catch(explorerViewSchema.parse({})).parse(memory.get(key, {}));
    this.tellMenus();
  }

  get view(): ExplorerView {
    return this.chosen;
  }

  change(changes: Partial<ExplorerView>): void {
    this.chosen = { ...this.chosen, ...changes };
    void this.memory.update(key, this.chosen);
    this.tellMenus();
    this.changed.fire(this.chosen);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private tellMenus(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.filtered, isFiltered(this.chosen));
  }
}
