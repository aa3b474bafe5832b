import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import type { SupervisorOptions } from '../runs/supervision/createTrainingSupervisor';
import type { SupervisorLog } from '../runs/supervision/seeThrough';
import { settings, settingsSection } from './ids';

const setting = <T>(name: string, initial: T): T =>
  vscode.workspace.getConfiguration(settingsSection).get(name, initial);

/** In the desktop editor the executable is Electron; elsewhere it is Node, which ignores the variable. */
export const asNode = { ELECTRON_RUN_AS_NODE: '1' };

/** The interpreter for processes that compute: what is set, else the editor's own. */
export const nodePath = (): string => setting(settings.nodePath, '') || process.execPath;

/** Threads for looking into a run while another may train: half of the cores. */
export const inspectorThreads = Math.max(1, Math.floor(availableParallelism() / 2));

/** Threads of a training; undefined leaves them to the engine, which takes as many as there are cores. */
export const trainingThreads = (): number | undefined => setting(settings.threads, 0) || undefined;

/** The choice of engine for trainings. */
export const trainingEngine = (): string => setting(settings.engine, 'auto');

/** How runs are trained, by the settings as they are when a run is started. */
export class TrainingSettings implements SupervisorOptions {
  readonly env = asNode;

  /** @param trainer path of the bundled training process */
  constructor(
    readonly trainer: string,
    readonly log: SupervisorLog,
  ) {}

  get nodePath(): string {
    return nodePath();
  }

  get engine(): string {
    return trainingEngine();
  }

  get threads(): number | undefined {
    return trainingThreads();
  }

  get parallelRuns(): number {
    return setting(settings.parallelRuns, 1);
  }

  get mayStart(): boolean {
    return vscode.workspace.isTrusted;
  }
}
