import type * as vscode from 'vscode';
import type { RunLine } from '../../protocol/metricsPanel';
import type { RunAction } from '../../protocol/metricsRequests';
import type { RunOverview } from '../../protocol/runOverview';
import type { SeriesStyle } from '../../protocol/seriesColors';
import { runTitle } from '../../runs/runTitle';
import { type RunAbility, isAble } from '../explorer/runContext';
import { stateWords } from '../explorer/runWords';
import { remainingSeconds } from './remainingTime';
import type { RunHistory } from './runHistory';

const abilities: Readonly<Record<RunAction, RunAbility>> = {
  pause: 'pausable',
  continue: 'paused',
  stop: 'stoppable',
  resume: 'resumable',
  setLearningRate: 'adjustable',
  inspectAttention: 'inspectable',
};
const actions: readonly RunAction[] = ['pause', 'continue', 'stop', 'resume', 'setLearningRate', 'inspectAttention'];

/** What a run's line is made of. */
export interface RunLineParts {
  readonly id: string;
  readonly overview: RunOverview;
  readonly history: RunHistory;
  readonly style: SeriesStyle;
  /** The peak of the schedule that the experiment asks for; null if unknown. */
  readonly peak: number | null;
  /** Whether the workspace is trusted: else runs are looked at only. */
  readonly trusted: boolean;
  /** What is wrong beside the overview's problems, a sentence each. */
  readonly problems: readonly string[];
}

/** Why a run failed, as its journal says, which is read a moment after its state. */
function failureIn({ log }: RunHistory): string | null {
  const last = log.at(-1);
  return last?.type === 'failed' ? last.message : null;
}

/** The line of a run at the head of the panel: the journal is ahead of the small files, so it tells the progress. */
export function runLine(
  { id, overview, history, style, peak, trusted, problems }: RunLineParts,
  l10n: typeof vscode.l10n,
): RunLine {
  const { presence, best, test } = overview;
  const step = Math.max(overview.step, history.step.values.at(-1) ?? 0);
  const steps = history.started?.steps ?? overview.steps;
  return {
    run: id,
    title: runTitle(overview),
    style,
    precision: overview.precision,
    state: stateWords(overview, l10n),
    ended: ['done', 'stopped', 'failed', 'crashed'].includes(presence),
    progress: steps > 0 ? Math.min(1, (presence === 'done' ? steps : step) / steps) : null,
    secondsLeft: presence === 'running' ? remainingSeconds(history) : null,
    best: best && { epoch: best.epoch, accuracy: best.accuracy },
    test: history.test?.accuracy ?? test,
    learningRate: history.changed?.to ?? peak,
    actions: trusted ? actions.filter(action => isAble(overview, abilities[action])) : [],
    failure: presence === 'failed' ? failureIn(history) : null,
    problems: [...overview.problems, ...problems],
  };
}
