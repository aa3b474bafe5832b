import * as vscode from 'vscode';
import { commandIds } from '../ids';
import { deleteRuns } from './deleteRuns';
import { setLearningRate } from './learningRate';
import type { RunActions } from './runActions';
import { revealRun, showTrainerLog } from './runFiles';
import { startRuns } from './startRun';
import { steerRuns, stopRuns } from './steerRuns';
import { report } from './reporting';

/** The commands that start, steer and delete runs. Menus pass the element that was clicked and those that are selected. */
export function registerRunCommands(actions: RunActions): vscode.Disposable {
  const command = (id: string, handle: (argument: unknown, selection: unknown) => Promise<void>) =>
    vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
      try {
        await handle(argument, selection);
      } catch (error) {
        void report(error, actions.log);
      }
    });
  return vscode.Disposable.from(
    command(commandIds.run, (argument, selection) => startRuns(argument, selection, actions)),
    command(commandIds.stop, (argument, selection) => stopRuns(argument, selection, actions)),
    command(commandIds.pause, (argument, selection) => steerRuns('pause', argument, selection, actions)),
    command(commandIds.continue, (argument, selection) => steerRuns('continue', argument, selection, actions)),
    command(commandIds.resume, (argument, selection) => steerRuns('resume', argument, selection, actions)),
    command(commandIds.setLearningRate, (argument, peak) => setLearningRate(argument, peak, actions)),
    command(commandIds.deleteRun, (argument, selection) => deleteRuns(argument, selection, actions)),
    command(commandIds.revealRun, argument => revealRun(argument, actions)),
    command(commandIds.showTrainerLog, argument => showTrainerLog(argument, actions)),
  );
}
