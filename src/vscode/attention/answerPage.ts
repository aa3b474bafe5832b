import type * as vscode from 'vscode';
import type { AttentionMessage } from '../../protocol/attentionPanel';
import type { AttentionRequest } from '../../protocol/attentionRequests';
import { InputError } from '../../protocol/inputError';
import type { InspectionRequest, RunInspection } from './inspection';
import type { OwnImages } from './ownImages';

/** What the editor does for a page. */
export interface PageEditor {
  isTrusted(): boolean;
  copy(text: string): PromiseLike<void>;
  savePicture(name: string, png: Uint8Array): Promise<void>;
  /** The path of an image that the person chooses. */
  chooseImage(): Promise<string | undefined>;
  readonly l10n: typeof vscode.l10n;
  logError(error: unknown): void;
}

/** One panel, as its page is answered. */
export interface AnsweringPanel {
  readonly inspection: RunInspection;
  readonly own: OwnImages;
  readonly editor: PageEditor;
  post(message: AttentionMessage): void;
}

/** Answers a request of the page. Never throws: what goes wrong is told to the page, and logged if it is a failure. */
export async function answerPage(
  request: Exclude<AttentionRequest, { type: 'ready' }>,
  panel: AnsweringPanel,
): Promise<void> {
  try {
    const answer = await answerTo(request, panel);
    if (answer) panel.post(answer);
  } catch (error) {
    const kind = 'checkpoint' in request ? request.type : 'file';
    panel.post({ type: 'problem', kind, sentence: sentenceOf(error, panel.editor) });
  }
}

async function answerTo(
  request: Exclude<AttentionRequest, { type: 'ready' }>,
  { inspection, own, editor }: AnsweringPanel,
): Promise<AttentionMessage | null> {
  switch (request.type) {
    case 'copy':
      await editor.copy(request.text);
      return null;
    case 'cancel':
      inspection.cancel(request.kind);
      return null;
    case 'savePicture':
      await editor.savePicture(request.name, request.png);
      return null;
    case 'chooseImage': {
      const file = await editor.chooseImage();
      if (file === undefined) return null;
      inspection.know(file);
      return { type: 'own', image: own.add(file) };
    }
    case 'drop': {
      const image = await own.keep(request.name, request.bytes);
      inspection.know(image.file);
      return { type: 'own', image };
    }
    default:
      return inspect(request, inspection, editor);
  }
}

async function inspect(
  request: InspectionRequest,
  inspection: RunInspection,
  { isTrusted, l10n }: PageEditor,
): Promise<AttentionMessage | null> {
  if (!isTrusted()) {
    throw new InputError(l10n.t('This folder is not trusted, so nothing is computed in it.'));
  }
  return inspection.answer(request);
}

function sentenceOf(error: unknown, { l10n, logError }: PageEditor): string {
  if (error instanceof InputError) return error.message;
  logError(error);
  return l10n.t('That did not work: {0}', error instanceof Error ? error.message : String(error));
}
