import * as vscode from 'vscode';
import type { PageSurroundings } from '../pages/page';
import type { CommandLine } from './commandLine';
import { commandIds } from '../ids';
import { isConfirmed } from './confirmTask';
import { EngineWork } from './engineWork';
import { EnginesPanel } from './enginesPanel';

/** What the commands about engines need. */
export interface EnginesSurroundings extends PageSurroundings {
  /** Computes nothing here: each look and each task is a process of the command line. */
  readonly commandLine: CommandLine;
}

/** The page about engines. */
export interface Engines extends vscode.Disposable {
  readonly panel: EnginesPanel;
}

/** Registers the commands about engines. */
export function registerEngines({ commandLine, ...surroundings }: EnginesSurroundings): Engines {
  const work = new EngineWork(commandLine);
  const panel = new EnginesPanel(surroundings, work);
  const command = (id: string, handle: () => unknown) => vscode.commands.registerCommand(id, handle);
  const parts = vscode.Disposable.from(
    work,
    panel,
    command(commandIds.engines, () => panel.show()),
    command(commandIds.installTensorflow, async () => (await isConfirmed('install')) && work.start('install')),
    command(commandIds.removeTensorflow, async () => (await isConfirmed('remove')) && work.start('remove')),
    command(commandIds.measureEngines, async () => {
      // The result is a comparison, which the page shows.
      if (await work.start('measure')) panel.show();
    }),
  );
  return { panel, dispose: () => parts.dispose() };
}
