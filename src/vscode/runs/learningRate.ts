import * as vscode from 'vscode';
import { peakAfter } from '../../runs/learningRateChanges';
import { readRun } from '../../runs/readRun';
import { runTitle } from '../../runs/runTitle';
import { learningRateProblem } from './learningRateText';
import type { RunActions } from './runActions';
import { forEachReported, isTrusted } from './reporting';

const { l10n } = vscode;

/** The peak of a run's schedule as it is now; null if its files don't tell. */
async function currentPeak(path: string): Promise<number | null> {
  const { experiment, changes, lastStep } = await readRun(path);
  return experiment && peakAfter(changes, experiment.training.optimizer.learningRate, lastStep);
}

/**
 * Asks for the peak of the schedule from the next step on, and sets it.
 * @param peak absent: ask
 */
export async function setLearningRate(argument: unknown, peak: unknown, actions: RunActions): Promise<void> {
  if (!(await isTrusted())) return;
  const { chooser, supervisor, log } = actions;
  const question = {
    title: l10n.t('Set Learning Rate'),
    able: 'adjustable',
    none: l10n.t('No run is running or paused.'),
  } as const;
  const runs = await chooser.choose(argument, undefined, question);
  await forEachReported(runs, log, async run => {
    const chosen = typeof peak === 'number' ? peak : await askFor(runTitle(run), await currentPeak(run.path));
    if (chosen !== undefined) await supervisor.setLearningRate(run.path, chosen);
  });
}

async function askFor(title: string, now: number | null): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Learning Rate of {0}', title),
    prompt:
      now === null
        ? l10n.t('The peak of the schedule from the next step on.')
        : l10n.t('The peak of the schedule from the next step on. It is {0} now.', now),
    value: now === null ? '' : String(now),
    validateInput: input => learningRateProblem(input, l10n),
  });
  return text === undefined ? undefined : Number(text);
}
