import { dirname, isAbsolute, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { SetupChange } from '../../protocol/setupChange';
import type { ExperimentReading } from '../experiments/readExperiment';

/** Lets the person choose a folder of images or a checkpoint. @returns its path relative to the experiment file. */
export async function browseFor(what: 'data' | 'checkpoint', experiment: vscode.Uri): Promise<string | undefined> {
  const isData = what === 'data';
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: isData,
      canSelectFiles: !isData,
      defaultUri: vscode.Uri.joinPath(experiment, '..'),
      openLabel: isData ? vscode.l10n.t('Use this folder') : vscode.l10n.t('Use this checkpoint'),
      ...(!isData && { filters: { safetensors: ['safetensors', 'json'] } }),
    })) ?? [];
  if (chosen === undefined) return undefined;
  const path = relative(dirname(experiment.fsPath), chosen.fsPath);
  // On another drive there is no relative path.
  return isAbsolute(path) ? path : path.split(sep).join('/') || '.';
}

/** The change that a chosen path is; none where the file holds no experiment that a checkpoint could be for. */
export function changeTo(
  what: 'data' | 'checkpoint',
  path: string,
  reading: ExperimentReading,
): SetupChange | undefined {
  if (what === 'data') return { kind: 'field', path: 'data.path', value: path };
  if (reading.kind === 'problem') return undefined;
  return { kind: 'backbone', architecture: reading.architecture.id, checkpoint: path };
}
