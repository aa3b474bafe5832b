import * as vscode from 'vscode';
import { InputError } from '../../protocol/inputError';
import type { MetricsChart } from '../../protocol/metricsRequests';

const fileNames: Readonly<Record<MetricsChart, string>> = {
  loss: 'loss',
  accuracy: 'accuracy',
  gradientNorm: 'gradient-norm',
  learningRate: 'learning-rate',
  imagesPerSecond: 'images-per-second',
  memory: 'memory',
  precision: 'precision',
};

/** Asks where, and writes the picture of a chart there. @throws {InputError} if it is no PNG file */
export async function savePng(chart: MetricsChart, picture: Uint8Array): Promise<void> {
  const signature = [0x89, 0x50, 0x4e, 0x47];
  if (!signature.every((byte, i) => picture[i] === byte)) {
    throw new InputError(vscode.l10n.t('The picture of the chart was damaged on its way: try again.'));
  }
  await save(`${fileNames[chart]}.png`, { [vscode.l10n.t('Picture')]: ['png'] }, picture);
}

/** Asks where, and writes a table there. @param chart null: of all charts */
export async function saveCsv(chart: MetricsChart | null, text: string): Promise<void> {
  const name = chart === null ? 'metrics' : fileNames[chart];
  await save(`${name}.csv`, { [vscode.l10n.t('Table')]: ['csv'] }, new TextEncoder().encode(text));
}

async function save(name: string, filters: Record<string, string[]>, contents: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = folder && vscode.Uri.joinPath(folder, name);
  const file = await vscode.window.showSaveDialog({ defaultUri, filters });
  if (file) await vscode.workspace.fs.writeFile(file, contents);
}
