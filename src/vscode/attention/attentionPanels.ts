import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AttentionMessage } from '../../protocol/attentionPanel';
import { attentionRequestSchema, attentionStateSchema } from '../../protocol/attentionRequests';
import { readRunOverview } from '../../runs/overview';
import { runFolderAt } from '../../runs/runFolder';
import { runTitle } from '../../runs/runTitle';
import { viewTypes } from '../ids';
import { type PageSurroundings, servePage } from '../pages/page';
import { type PageEditor, answerPage } from './answerPage';
import { attentionWords } from './attentionWords';
import { type Inspector, RunInspection } from './inspection';
import { OwnImages } from './ownImages';
import { runCheckpoints } from './runCheckpoints';
import { chooseImage, savePicture } from './savePicture';

/** A checkpoint is two files, and older ones go when a new one is there: they are listed when nothing has come for so long. */
const settling = 300;

/** What the panels need of their surroundings. */
export interface AttentionSurroundings extends PageSurroundings {
  readonly inspector: Inspector & {
    onProgress(
      listener: (progress: { readonly what: string; readonly done: number; readonly total: number }) => void,
    ): { dispose(): unknown };
  };
}

/** The panels that look into what a run's model attends to, one for each run. */
export class AttentionPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly surroundings: AttentionSurroundings) {}

  /** Opens the panel of a run, or shows it again. @param run path of its folder */
  show(run: string): void {
    const path = runFolderAt(run).path;
    const open = this.panels.get(path);
    if (open) {
      open.reveal();
      return;
    }
    this.fill(vscode.window.createWebviewPanel(viewTypes.attention, '', vscode.ViewColumn.Active), path);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = attentionStateSchema.safeParse(state);
    if (kept.success && !this.panels.has(kept.data.run)) this.fill(panel, kept.data.run);
    else panel.dispose();
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, run: string): void {
    const { inspector } = this.surroundings;
    const inspection = new RunInspection(run, inspector);
    const own = new OwnImages();
    const post = (message: AttentionMessage) => void panel.webview.postMessage(message);
    const answering = { inspection, own, editor: this.editor(), post };
    this.panels.set(run, panel);
    panel.title = vscode.l10n.t('Attention: {0}', runFolderAt(run).id);
    const open = async () => {
      const [overview, checkpoints] = await Promise.all([readRunOverview(run), runCheckpoints(run)]);
      const title = runTitle(overview);
      panel.title = vscode.l10n.t('Attention: {0}', title);
      post({ type: 'opened', run, title, words: attentionWords(), checkpoints, own: [...own.all] });
    };
    const subscriptions = vscode.Disposable.from(
      inspection,
      own,
      onCheckpoints(run, async () => post({ type: 'checkpoints', checkpoints: await runCheckpoints(run) })),
      inspector.onProgress(progress => {
        if (inspection.isBusy) post({ type: 'progress', ...progress });
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void open()),
      servePage(panel, this.surroundings, { name: 'attention', request: attentionRequestSchema }, request =>
        request.type === 'ready' ? open() : answerPage(request, answering),
      ),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.panels.delete(run);
    });
  }

  private editor(): PageEditor {
    const { log } = this.surroundings;
    return {
      isTrusted: () => vscode.workspace.isTrusted,
      copy: text => vscode.env.clipboard.writeText(text),
      savePicture,
      chooseImage: async () => (await chooseImage())?.fsPath,
      l10n: vscode.l10n,
      logError: error => log.error(error instanceof Error ? error : String(error)),
    };
  }
}

/** Tells when checkpoints of a run came or went. */
function onCheckpoints(run: string, tell: () => Promise<void>): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(join(run, 'checkpoints')), '*.json');
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true);
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void tell(), settling);
  };
  return vscode.Disposable.from(watcher, watcher.onDidCreate(later), watcher.onDidDelete(later), {
    dispose: () => clearTimeout(timer),
  });
}
