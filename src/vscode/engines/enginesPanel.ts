import * as vscode from 'vscode';
import { type EnginesMessage, type EnginesRequest, enginesRequestSchema } from '../../protocol/enginesPanel';
import { type PageSurroundings, servePage } from '../pages/page';
import { viewTypes } from '../ids';
import { isConfirmed } from './confirmTask';
import type { EngineWork } from './engineWork';
import { enginesWords } from './enginesWords';

/** The page that says which engines there are, why others can't be used, and what to do. There is one. */
export class EnginesPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly surroundings: PageSurroundings,
    private readonly work: EngineWork,
  ) {}

  /** Opens the page, or shows it again. */
  show(): void {
    if (this.panel) this.panel.reveal();
    else this.fill(vscode.window.createWebviewPanel(viewTypes.engines, '', vscode.ViewColumn.Active));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel) panel.dispose();
    else this.fill(panel);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private fill(panel: vscode.WebviewPanel): void {
    const { work } = this;
    this.panel = panel;
    panel.title = vscode.l10n.t('Engines');
    const post = (message: EnginesMessage) => void panel.webview.postMessage(message);
    let newest = 0;
    const look = async (fresh: boolean) => {
      const mine = ++newest;
      post({ type: 'looking' });
      const message: EnginesMessage = await work.look(fresh).then(
        report => ({ type: 'report', report, problem: null }),
        (error: unknown) => ({ type: 'report', report: null, problem: messageOf(error) }),
      );
      if (mine === newest && this.panel === panel) post(message);
    };
    const handle = async (request: EnginesRequest): Promise<void> => {
      switch (request.type) {
        case 'ready':
          post({ type: 'opened', words: enginesWords(vscode.l10n) });
          post(work.current);
          return look(false);
        case 'look':
          return look(true);
        case 'start':
          if (await isConfirmed(request.task)) await work.start(request.task);
          return;
        case 'cancel':
          work.cancel();
      }
    };
    const subscriptions = vscode.Disposable.from(
      work.onNews(message => {
        post(message);
        // Whatever ended may have changed what there is.
        if (message.task === null) void look(false);
      }),
      servePage(panel, this.surroundings, { name: 'engines', request: enginesRequestSchema }, handle),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.panel = undefined;
    });
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
