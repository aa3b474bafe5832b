import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunOverview } from '../../protocol/runOverview';
import type { RunStore } from '../../runs/runStore';
import { runTitle } from '../../runs/runTitle';
import { rootOfRun } from '../explorer/explorerModel';
import { failureOf } from '../explorer/runFailure';
import { runDescription } from '../explorer/runWords';
import type { WorkspaceExperiments } from '../explorer/workspaceExperiments';
import { commandIds } from '../ids';
import { type RunEnd, runEnds } from './runEnds';

const { l10n } = vscode;

/** In milliseconds. */
const patience = 1000;

/**
 * Tells of runs that came to an end while nobody looked at their metrics, and of crashes in any case.
 * @param experiments of the workspace, to find that of a run
 * @param isMetricsVisible whether the person sees the metrics of a run now
 */
export function notifyOfRuns(
  store: RunStore,
  experiments: Pick<WorkspaceExperiments, 'all'>,
  isMetricsVisible: (path: string) => boolean,
): vscode.Disposable {
  const notify = (run: RunOverview, end: RunEnd) => tell(run, end, experiments);
  return store.onDidChange(changes => {
    for (const { run, end } of runEnds(changes)) {
      if (end === 'crashed') void withExit(run, store).then(known => notify(known, end));
      else if (!isMetricsVisible(run.path)) void notify(run, end);
    }
  });
}

/** How a process ended is written a moment after it is seen to be gone. */
async function withExit(run: RunOverview, store: RunStore): Promise<RunOverview> {
  if (run.exit) return run;
  await wait(patience);
  await store.refresh(run.path);
  return store.get(run.path) ?? run;
}

interface Action extends vscode.MessageItem {
  readonly command: string;
  readonly argument: string | vscode.Uri;
}

async function tell(run: RunOverview, end: RunEnd, experiments: Pick<WorkspaceExperiments, 'all'>): Promise<void> {
  const argument = run.path;
  const openMetrics: Action = { title: l10n.t('Open Metrics'), command: commandIds.openMetrics, argument };
  const showLog: Action = { title: l10n.t('Show Log'), command: commandIds.showTrainerLog, argument };
  const resume: Action = { title: l10n.t('Resume'), command: commandIds.resume, argument };
  const failure = await failureOf(run);
  const message = `${runTitle(run)}: ${runDescription(run, l10n)}${failure === null ? '' : `. ${failure.message}`}`;
  const remedies = failure?.diverged ? openSetup(run, experiments) : [showLog, resume];
  const chosen =
    end === 'done'
      ? await vscode.window.showInformationMessage(message, openMetrics)
      : end === 'lost'
        ? await vscode.window.showWarningMessage(message, openMetrics, showLog)
        : await vscode.window.showErrorMessage(message, openMetrics, ...remedies);
  if (chosen) await vscode.commands.executeCommand(chosen.command, chosen.argument);
}

/** Where settings can be changed that a run diverged with: resumed, it would diverge again. */
function openSetup(run: RunOverview, { all }: Pick<WorkspaceExperiments, 'all'>): Action[] {
  const files = all.filter(({ name, root }) => name === run.experiment && root === rootOfRun(run));
  // Of two experiments of one name, nobody knows which it was.
  return files.length === 1
    ? [{ title: l10n.t('Open Set-up'), command: commandIds.openSetup, argument: vscode.Uri.file(files[0].path) }]
    : [];
}
