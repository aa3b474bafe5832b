import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  type AttentionMessage,
  type AttentionRequest,
  attentionRequestSchema,
  attentionStateSchema,
} from '../../protocol/attentionPanel';
import { InputError } from '../../protocol/inputError';
import { readRunOverview } from '../../runs/overview';
import { runFolderAt } from '../../runs/runFolder';
import { runTitle } from '../../runs/runTitle';
import { viewTypes } from '../ids';
import { type PageSurroundings, servePage } from '../pages/page';
import { attentionWords } from './attentionWords';
import { type InspectionRequest, type Inspector, RunInspection } from './inspection';
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
        request.type === 'ready' ? open() : this.handle(request, inspection, own, post),
      ),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.panels.delete(run);
    });
  }

  private async handle(
    request: Exclude<AttentionRequest, { type: 'ready' }>,
    inspection: RunInspection,
    own: OwnImages,
    post: (message: AttentionMessage) => void,
  ): Promise<void> {
    try {
      switch (request.type) {
        case 'copy':
          await vscode.env.clipboard.writeText(request.text);
          return;
        case 'cancel':
          inspection.cancel(request.kind);
          return;
        case 'savePicture':
          await savePicture(request.name, request.png);
          return;
        case 'chooseImage':
        case 'drop': {
          const chosen = request.type === 'drop' ? await own.keep(request.name, request.bytes) : await chooseImage();
          if (chosen === undefined) return;
          const image = 'file' in chosen ? chosen : own.add(chosen.fsPath);
          inspection.know(image.file);
          post({ type: 'own', image });
          return;
        }
        default:
          await this.inspect(request, inspection, post);
      }
    } catch (error) {
      const isInspection = 'checkpoint' in request;
      post({ type: 'problem', kind: isInspection ? request.type : 'file', sentence: this.sentence(error) });
    }
  }

  private async inspect(
    request: InspectionRequest,
    inspection: RunInspection,
    post: (message: AttentionMessage) => void,
  ): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      throw new InputError(vscode.l10n.t('This folder is not trusted, so nothing is computed in it.'));
    }
    const answer = await inspection.answer(request);
    if (answer) post(answer);
  }

  private sentence(error: unknown): string {
    if (error instanceof InputError) return error.message;
    this.surroundings.log.error(error instanceof Error ? error : String(error));
    const reason = error instanceof Error ? error.message : String(error);
    return vscode.l10n.t('That did not work: {0}', reason);
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
