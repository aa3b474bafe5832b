import type { RunPresence } from '../../protocol/runOverview';

/** Name of an icon of the editor, and of the theme colour that it is drawn in. */
export interface StateIcon {
  readonly icon: string;
  readonly color: string;
}

const icons: Readonly<Record<RunPresence, StateIcon>> = {
  queued: { icon: 'circle-outline', color: 'descriptionForeground' },
  preparing: { icon: 'sync', color: 'charts.blue' },
  running: { icon: 'sync~spin', color: 'charts.blue' },
  paused: { icon: 'debug-pause', color: 'charts.yellow' },
  stopping: { icon: 'stop-circle', color: 'charts.yellow' },
  done: { icon: 'pass', color: 'testing.iconPassed' },
  stopped: { icon: 'circle-slash', color: 'descriptionForeground' },
  failed: { icon: 'error', color: 'testing.iconFailed' },
  crashed: { icon: 'error', color: 'testing.iconFailed' },
  lost: { icon: 'debug-disconnect', color: 'list.warningForeground' },
  unknown: { icon: 'warning', color: 'list.warningForeground' },
};

/** The icon of a run in a state. */
export function stateIcon(presence: RunPresence): StateIcon {
  return icons[presence];
}
