import type { LogOutputChannel } from 'vscode';
import type { RunStore } from '../../runs/runStore';
import type { TrainingSupervisor } from '../../runs/supervision/trainingSupervisor';
import type { CheckedRuns } from '../explorer/checkedRuns';
import type { RunDirectories } from '../explorer/runDirectories';
import type { RunChooser } from './chosenRuns';

/** What the commands about runs work with. */
export interface RunActions {
  readonly supervisor: TrainingSupervisor;
  readonly store: RunStore;
  readonly directories: RunDirectories;
  readonly checked: CheckedRuns;
  readonly chooser: RunChooser;
  readonly log: LogOutputChannel;
  /** Shows a run in the explorer, if that is in sight. */
  readonly reveal: (path: string) => Promise<void>;
}
