import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { activate } from '../../../src/extension';
import { sampleExperiments } from '../../../src/vscode/experiments/sampleExperiments';
import { journalRecordSchema } from '../../../src/protocol/journal';
import { endRuns } from '../temporaryWorkspace.mjs';

export function extension(): vscode.Extension<ReturnType<typeof activate>> {
  const found = vscode.extensions.getExtension<ReturnType<typeof activate>>('visual-tuning.visual-tuning');
  if (!found) throw new Error('The editor has not loaded the extension.');
  return found;
}

/** Path of the folder that the window shows, or of something in it. */
export function inWorkspace(...path: string[]): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The window shows no folder.');
  return join(folder.uri.fsPath, ...path);
}

export const runsDirectory = () => inWorkspace('.tuning', 'runs');

/** Waits until something holds, and gives it back. @throws Error after so many seconds */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  seconds = 60,
): Promise<T> {
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; await wait(50)) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
  }
  throw new Error(`It did not come to this within ${seconds} s: ${what}.`);
}

const [sample] = sampleExperiments;

/** The sample's experiment as text. @param changes fields to replace, and of the training those in `training` */
export function experimentText(name: string, changes: Readonly<Record<string, unknown>> = {}, epochs = 30): string {
  const experiment: unknown = JSON.parse(sample.text);
  const training = { ...(experiment as { training: object }).training, epochs };
  return JSON.stringify({ ...(experiment as object), name, training, ...changes }, null, 2);
}

/** Writes an experiment file into the workspace. */
export async function writeExperiment(name: string, text: string): Promise<vscode.Uri> {
  const path = inWorkspace(`${name}.tuning.json`);
  await writeFile(path, text);
  return vscode.Uri.file(path);
}

/** Opens a file as text. */
export async function openAsText(file: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Replaces words of a file in the editor, which does not save it. */
export async function replaceInFile(file: vscode.Uri, words: string, others: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const at = document.getText().indexOf(words);
  if (at < 0) throw new Error(`${file.fsPath} does not say ${words}.`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(file, new vscode.Range(document.positionAt(at), document.positionAt(at + words.length)), others);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${file.fsPath} can't be edited.`);
}

/** Closes every editor, ends every run, and takes the experiments and runs of the workspace away. */
export async function clearWorkspace(): Promise<void> {
  await until('the extension is active', () => extension().isActive);
  await (
    await extension().exports.workbench()
  ).explorer.ready;
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await endRuns(inWorkspace());
  await rm(inWorkspace('.tuning'), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  for (const file of await vscode.workspace.findFiles('*.tuning.json')) await rm(file.fsPath, { force: true });
  await vscode.commands.executeCommand('visualTuning.refresh');
}

/** The records of a run's journal so far; a last line that is being written is left out. */
export async function journalOf(run: string) {
  const text = await readFile(join(run, 'journal.jsonl'), 'utf8').catch(() => '');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter(Boolean).map(line => journalRecordSchema.parse(JSON.parse(line)));
}

/** The number of the process that trains a run. */
export async function trainerOf(run: string): Promise<number> {
  const lock: unknown = JSON.parse(await readFile(join(run, 'lock'), 'utf8'));
  if (typeof lock === 'object' && lock !== null && 'pid' in lock && typeof lock.pid === 'number') return lock.pid;
  throw new Error(`The lock of ${run} names no process.`);
}
