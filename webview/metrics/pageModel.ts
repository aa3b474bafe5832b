import type { LogEntry, MetricsWords, RunCurves, RunLine, ValuesOfRun } from '../../src/protocol/metricsPanel';
import type { AxisRange, MetricsChart, MetricsState, RunAction } from '../../src/protocol/metricsRequests';
import type { ThemeColors } from '../bridge/theme';

/** What is looked at. */
export interface Look {
  readonly chart: MetricsChart;
  readonly place: number;
  /** In pixels of the page. */
  readonly pointer: { readonly x: number; readonly y: number };
  readonly byKeyboard: boolean;
}

/** Everything that the page shows. */
export interface PageModel {
  readonly words: MetricsWords;
  readonly state: MetricsState;
  readonly runs: readonly RunLine[];
  readonly curves: ReadonlyMap<string, RunCurves>;
  readonly log: readonly LogEntry[];
  /** Whether the host has told of the runs. */
  readonly isKnown: boolean;
  /** What was asked of a run, and isn't done yet. */
  readonly pending: ReadonlyMap<string, RunAction>;
  /** Runs whose field holds what is no learning rate. */
  readonly badRates: ReadonlySet<string>;
  /** What went wrong last, a sentence; empty if nothing. */
  readonly problem: string;
  /** What a screen reader is told: the end of a run. */
  readonly spoken: string;
  readonly look: Look | null;
  readonly values: readonly ValuesOfRun[];
  readonly theme: ThemeColors;
}

/** What the person does. */
export interface PageActions {
  change(change: Partial<Pick<MetricsState, 'logarithmic' | 'tables' | 'module'>>): void;
  view(change: Partial<MetricsState['view']>): void;
  zoom(range: AxisRange | null): void;
  act(run: string, action: RunAction, peak?: number): void;
  remove(run: string): void;
  savePng(chart: MetricsChart): void;
  saveCsv(chart: MetricsChart | null): void;
  /** Says of a run's field whether it holds what is no learning rate. */
  judgeRate(run: string, isBad: boolean): void;
  /** Takes away what was said to have gone wrong. */
  dismiss(): void;
}

/** What the axis shows. */
export function shownRange({ state, curves }: Pick<PageModel, 'state' | 'curves'>): AxisRange {
  return state.view.range ?? { min: 0, max: axisEnd(curves) };
}

/** Where the axis ends when nothing is zoomed: at the end of the longest run. */
export function axisEnd(curves: ReadonlyMap<string, RunCurves>): number {
  return Math.max(0, ...[...curves.values()].map(({ end }) => end)) || 1;
}
