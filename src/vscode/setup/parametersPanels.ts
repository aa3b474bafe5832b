import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type ParametersMessage, parametersRequestSchema, parametersStateSchema } from '../../protocol/parametersPanel';
import { ClassCounter } from '../experiments/classCount';
import type { ExperimentDocuments } from '../experiments/experimentDocuments';
import { fillWebview } from '../pages/fillWebview';
import { experimentPattern, viewTypes } from '../ids';
import { parametersLedger } from './parametersLedger';
import { parametersWords, partTitles } from './parametersWords';
import { type ExperimentReading, readExperiment } from '../experiments/readExperiment';

/** The panels that show what an experiment file trains, one per file; each follows its file while that is edited. */
export class ParametersPanels implements vscode.WebviewPanelSerializer {
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly classes = new ClassCounter();

  /** @param folder where the bundles of the pages are */
  constructor(
    private readonly folder: vscode.Uri,
    private readonly documents: ExperimentDocuments,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Opens the panel of a file beside the active editor, or shows it again. */
  show(file: vscode.Uri): void {
    const open = this.panels.get(file.toString());
    if (open) {
      open.reveal();
      return;
    }
    const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.fill(vscode.window.createWebviewPanel(viewTypes.parameters, '', options), file);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const known = parametersStateSchema.safeParse(state);
    if (known.success) this.fill(panel, vscode.Uri.parse(known.data.file, true));
    else panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, file: vscode.Uri): void {
    const { webview } = panel;
    const name = basename(file.path);
    const key = file.toString();
    const post = (message: ParametersMessage) => void webview.postMessage(message);
    let newest = 0;
    const send = async (reading?: ExperimentReading) => {
      const mine = ++newest;
      const message = await this.contents(file, reading);
      if (mine === newest) post(message);
    };
    const follow = (uri: vscode.Uri) => uri.toString() === key && void send();
    this.panels.set(key, panel);
    panel.title = vscode.l10n.t('Parameters: {0}', name);
    // For changes while no editor holds the file.
    const beside = new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), basename(experimentPattern));
    const watcher = vscode.workspace.createFileSystemWatcher(beside);
    const subscriptions = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(follow),
      watcher.onDidChange(follow),
      watcher.onDidDelete(follow),
      this.documents.onDidSettle(({ document, reading }) => document.uri.toString() === key && void send(reading)),
      webview.onDidReceiveMessage((message: unknown) => {
        const request = parametersRequestSchema.safeParse(message);
        if (!request.success) {
          this.log.warn(`The parameters panel of ${name} sent what is no request: ${request.error.message}`);
        } else if (request.data.type === 'editAsText') {
          void vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
        } else {
          post({ type: 'opened', file: key, words: parametersWords() });
          void send();
        }
      }),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.panels.delete(key);
    });
    fillWebview(panel, this.folder, 'parameters');
  }

  private async contents(file: vscode.Uri, settled?: ExperimentReading): Promise<ParametersMessage> {
    try {
      const reading = settled ?? readExperiment((await vscode.workspace.openTextDocument(file)).getText());
      if (reading.kind === 'problem') return { type: 'problem', sentence: reading.sentence };
      const { experiment } = reading;
      const name = experiment.name ?? basename(file.path, '.tuning.json');
      const classes = await this.classes.count(experiment.data.path, file.fsPath);
      return { type: 'ledger', ledger: parametersLedger(reading, name, classes, partTitles()) };
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      const reason = error instanceof Error ? error.message : String(error);
      return { type: 'problem', sentence: vscode.l10n.t("{0} can't be read: {1}", basename(file.path), reason) };
    }
  }
}
