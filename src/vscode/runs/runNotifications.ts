import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunOverview } from '../../protocol/runOverview';
import type { RunStore } from '../../runs/runStore';
import { runTitle } from '../../runs/runTitle';
import { failureOf } from '../explorer/runFailure';
import { runDescription } from '../explorer/runWords';
import { commandIds } from '../ids';
import { type RunEnd, runEnds } from './runEnds';

const { l10n } = vscode;

/** In milliseconds. */
const patience = 1000;

/**
 * Tells of runs that came to an end while nobody looked at their metrics, and of crashes in any case.
 * @param isMetricsVisible whether the person sees the metrics of a run now
 */
export function notifyOfRuns(store: RunStore, isMetricsVisible: (path: string) => boolean): vscode.Disposable {
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
}

async function notify(run: RunOverview, end: RunEnd): Promise<void> {
  const openMetrics: Action = { title: l10n.t('Open Metrics'), command: commandIds.openMetrics };
  const showLog: Action = { title: l10n.t('Show Log'), command: commandIds.showTrainerLog };
  const resume: Action = { title: l10n.t('Resume'), command: commandIds.resume };
  const failure = await failureOf(run);
  const message = `${runTitle(run)}: ${runDescription(run, l10n)}${failure === null ? '' : `. ${failure}`}`;
  const chosen =
    end === 'done'
      ? await vscode.window.showInformationMessage(message, openMetrics)
      : end === 'lost'
        ? await vscode.window.showWarningMessage(message, openMetrics, showLog)
        : await vscode.window.showErrorMessage(message, openMetrics, showLog, resume);
  if (chosen) await vscode.commands.executeCommand(chosen.command, run.path);
}
