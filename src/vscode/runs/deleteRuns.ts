import * as vscode from 'vscode';
import type { RunOverview } from '../../protocol/runOverview';
import { runTitle } from '../../runs/runTitle';
import { isAble } from '../explorer/runContext';
import type { RunActions } from './runActions';
import { forEachReported, isTrusted } from './reporting';

const { l10n } = vscode;

/** So many runs are named when the person is asked. */
const named = 12;

/** Deletes runs once the person has confirmed: to the trash where there is one. Runs that are under way are refused. */
export async function deleteRuns(argument: unknown, selection: unknown, actions: RunActions): Promise<void> {
  if (!(await isTrusted())) return;
  const { chooser, store, log } = actions;
  const question = { title: l10n.t('Delete Runs'), none: l10n.t('There is no run to delete.'), many: true };
  const runs = await chooser.choose(argument, selection, question);
  // Those that came to an end, or went on, since they were listed.
  await Promise.all(runs.map(({ path }) => store.refresh(path)));
  const current = runs.flatMap(({ path }) => store.get(path) ?? []);
  const busy = current.filter(run => !isAble(run, 'deletable'));
  if (busy.length > 0) {
    const names = busy.map(runTitle).join(', ');
    const sentence =
      busy.length === 1
        ? l10n.t('{0} is under way: stop it before you delete it.', names)
        : l10n.t('{0} are under way: stop them before you delete them.', names);
    void vscode.window.showWarningMessage(sentence);
    return;
  }
  // A remote machine has no trash that the editor knows of.
  const useTrash = vscode.env.remoteName === undefined;
  if (current.length === 0 || !(await isConfirmed(current, useTrash))) return;
  await forEachReported(current, log, run => deleteRun(run, useTrash, actions));
  await Promise.all(current.map(({ path }) => store.refresh(path)));
}

async function isConfirmed(runs: readonly RunOverview[], useTrash: boolean): Promise<boolean> {
  const names = runs.slice(0, named).map(runTitle);
  if (runs.length > named) names.push(l10n.t('and {0} more', runs.length - named));
  const warnings = [
    useTrash
      ? l10n.t('They go to the trash, checkpoints and all.')
      : l10n.t('Their checkpoints go too. This can not be undone.'),
    ...(runs.some(({ presence }) => presence === 'lost')
      ? [l10n.t('Contact with some was lost: their processes may still be at work.')]
      : []),
  ];
  const question = runs.length === 1 ? l10n.t('Delete {0}?', names[0]) : l10n.t('Delete {0} runs?', runs.length);
  const detail = [...(runs.length === 1 ? [] : [names.join('\n'), '']), ...warnings].join('\n');
  const confirm = useTrash ? l10n.t('Move to Trash') : l10n.t('Delete');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, confirm)) === confirm;
}

async function deleteRun(run: RunOverview, useTrash: boolean, { log }: RunActions): Promise<void> {
  const folder = vscode.Uri.file(run.path);
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash });
  } catch (error) {
    if (!useTrash) throw error;
    log.warn(`${run.path} could not be moved to the trash: ${String(error)}`);
    if (await isConfirmed([run], false)) await vscode.workspace.fs.delete(folder, { recursive: true });
  }
}
