import * as vscode from 'vscode';
import { isExperiment } from './experimentSelector';
import { type ExperimentReading, readExperiment } from './readExperiment';

/** A pause in typing this long, in milliseconds, is when a document is read again. */
const pause = 50;

/** An open experiment document and what its text says. */
export interface SettledExperiment {
  readonly document: vscode.TextDocument;
  readonly reading: ExperimentReading;
}

/** Reads every experiment document that is open, and again after each change once the typing has paused. */
export class ExperimentDocuments implements vscode.Disposable {
  private readonly settled = new vscode.EventEmitter<SettledExperiment>();
  private readonly closed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(document => this.settle(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.settle(document, pause)),
    vscode.workspace.onDidCloseTextDocument(document => this.close(document)),
  );

  readonly onDidSettle = this.settled.event;
  readonly onDidClose = this.closed.event;

  /** Tells of the documents that were open before anyone listened. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) this.settle(document, 0);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    vscode.Disposable.from(this.subscriptions, this.settled, this.closed).dispose();
  }

  private settle(document: vscode.TextDocument, milliseconds: number): void {
    if (!isExperiment(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      this.read(document);
    }, milliseconds);
    this.timers.set(key, timer);
  }

  private read(document: vscode.TextDocument): void {
    if (!document.isClosed) this.settled.fire({ document, reading: readExperiment(document.getText()) });
  }

  private close(document: vscode.TextDocument): void {
    if (!isExperiment(document)) return;
    clearTimeout(this.timers.get(document.uri.toString()));
    this.timers.delete(document.uri.toString());
    this.closed.fire(document);
  }
}
