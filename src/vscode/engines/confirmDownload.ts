import * as vscode from 'vscode';
import type { EngineTask } from '../../protocol/enginesPanel';

const later = () =>
  vscode.l10n.t('It can be cancelled, goes on later where it was cut off, and what it installs can be removed again.');

/** The question before a task that downloads much; undefined of another. */
function questionOf(task: EngineTask): { readonly question: string; readonly detail: string } | undefined {
  switch (task) {
    case 'install':
      return {
        question: vscode.l10n.t('Install TensorFlow?'),
        detail: `${vscode.l10n.t("This downloads 0.3 GB, or several GB where there is a graphics card of NVIDIA's, and builds the addon with this machine's C++ compiler.")} ${later()}`,
      };
    case 'installCuda':
      return {
        question: vscode.l10n.t('Install the CUDA provider of ONNX Runtime?'),
        detail: `${vscode.l10n.t("This downloads several GB where CUDA's libraries are not on this machine yet.")} ${later()}`,
      };
    default:
      return undefined;
  }
}

/** Whether the person wants it, who is asked where much is downloaded. */
export async function isConfirmed(task: EngineTask): Promise<boolean> {
  const asked = questionOf(task);
  if (asked === undefined) return true;
  const install = vscode.l10n.t('Install');
  const { question, detail } = asked;
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, install)) === install;
}
