import * as vscode from 'vscode';
import { runTitle } from '../../runs/runTitle';
import { commandIds, explorerId } from '../ids';
import type { RunActions } from './runActions';
import { forEachReported, isTrusted } from './reporting';

const { l10n } = vscode;

/** Stops runs and waits until they are gone. Says so if one had to be killed. */
export async function stopRuns(argument: unknown, selection: unknown, actions: RunActions): Promise<void> {
  if (!(await isTrusted())) return;
  const { supervisor, store, chooser, log } = actions;
  const question = {
    title: l10n.t('Stop Runs'),
    able: 'stoppable',
    none: l10n.t('There is no run to stop.'),
    many: true,
  } as const;
  const runs = await chooser.choose(argument, selection, question);
  const stop = async (path: string, title: string) => {
    const rung = await supervisor.stop(path);
    await store.refresh(path);
    if (rung !== 'killed') return;
    const message = l10n.t(
      '{0} did not end by itself and was killed: what came after its last checkpoint is lost.',
      title,
    );
    void vscode.window.showWarningMessage(message);
  };
  await vscode.window.withProgress({ location: { viewId: explorerId } }, () =>
    // All at once: each may take its time to finish a step.
    Promise.all(runs.map(run => forEachReported([run], log, ({ path }) => stop(path, runTitle(run))))),
  );
}

type Steering = 'pause' | 'continue' | 'resume';

/** Pauses runs, lets them go on, or takes them up again from their last checkpoint. */
export async function steerRuns(
  how: Steering,
  argument: unknown,
  selection: unknown,
  { supervisor, store, checked, chooser, log }: RunActions,
): Promise<void> {
  if (!(await isTrusted())) return;
  const questions = {
    pause: { title: l10n.t('Pause Runs'), able: 'pausable', none: l10n.t('There is no run to pause.') },
    continue: { title: l10n.t('Continue Runs'), able: 'paused', none: l10n.t('There is no paused run.') },
    resume: { title: l10n.t('Resume Runs'), able: 'resumable', none: l10n.t('There is no run to resume.') },
  } as const;
  const runs = await chooser.choose(argument, selection, { ...questions[how], many: true });
  await forEachReported(runs, log, async ({ path }) => {
    await supervisor[how](path);
    await store.refresh(path);
    if (how === 'resume') checked.add(path);
  });
  if (how === 'resume' && runs.length === 1) {
    await vscode.commands.executeCommand(commandIds.openMetrics, runs[0].path);
  }
}
