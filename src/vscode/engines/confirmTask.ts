import * as vscode from 'vscode';
import type { EngineTask } from '../../protocol/enginesPanel';

const later = () =>
  vscode.l10n.t('It can be cancelled, goes on later where it was cut off, and what it installs can be removed again.');

interface Question {
  readonly question: string;
  readonly detail: string;
  /** What the button says that begins it. */
  readonly begin: string;
}

/** The question before a task that downloads much, or removes what was; undefined of another. */
function questionOf(task: EngineTask): Question | undefined {
  switch (task) {
    case 'install':
      return {
        question: vscode.l10n.t('Install TensorFlow?'),
        detail: `${vscode.l10n.t("This downloads 0.1 to 0.3 GB, or several GB where there is a graphics card of NVIDIA's, and builds the addon where there is a C++ compiler.")} ${later()}`,
        begin: vscode.l10n.t('Install'),
      };
    case 'installCuda':
      return {
        question: vscode.l10n.t('Install the CUDA provider of ONNX Runtime?'),
        detail: `${vscode.l10n.t("This downloads several GB where CUDA's libraries are not on this machine yet.")} ${later()}`,
        begin: vscode.l10n.t('Install'),
      };
    case 'remove':
    case 'removeCuda':
      return {
        question:
          task === 'remove'
            ? vscode.l10n.t('Remove TensorFlow?')
            : vscode.l10n.t('Remove the CUDA provider of ONNX Runtime?'),
        detail: vscode.l10n.t('To have it again, it is downloaded again. Runs that use it now end.'),
        begin: vscode.l10n.t('Remove'),
      };
    case 'measure':
      return undefined;
  }
}

/** Whether the person wants it, who is asked where much is downloaded or removed. */
export async function isConfirmed(task: EngineTask): Promise<boolean> {
  const asked = questionOf(task);
  if (asked === undefined) return true;
  const { question, detail, begin } = asked;
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, begin)) === begin;
}
