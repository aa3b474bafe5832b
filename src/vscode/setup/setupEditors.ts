import * as vscode from 'vscode';
import { ClassCounter } from '../experiments/classCount';
import { viewTypes } from '../ids';
import { SetupEditor, type SetupSurroundings } from './setupEditor';

/** The set-up panels: custom editors of experiment files, beside the text editor. */
export class SetupEditors implements vscode.CustomTextEditorProvider {
  private readonly open = new Map<string, SetupEditor>();
  private readonly measureOnceOpen = new Set<string>();
  private readonly classes = new ClassCounter();

  constructor(private readonly surroundings: Omit<SetupSurroundings, 'classes'>) {}

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const key = document.uri.toString();
    const editor = new SetupEditor(document, panel, { ...this.surroundings, classes: this.classes });
    this.open.set(key, editor);
    panel.onDidDispose(() => {
      editor.dispose();
      if (this.open.get(key) === editor) this.open.delete(key);
    });
    if (this.measureOnceOpen.delete(key)) editor.measure();
  }

  /** Opens the panel of a file, or shows it again. */
  async show(file: vscode.Uri, column?: vscode.ViewColumn): Promise<void> {
    await vscode.commands.executeCommand('vscode.openWith', file, viewTypes.setup, column);
  }

  /** Opens the panel of a file and measures there what the experiment costs. */
  async forecast(file: vscode.Uri): Promise<void> {
    const key = file.toString();
    const open = this.open.get(key);
    if (!open) this.measureOnceOpen.add(key);
    await this.show(file);
    open?.measure();
  }
}
