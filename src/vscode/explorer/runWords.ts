import type * as vscode from 'vscode';
import type { RunOverview } from '../../protocol/runOverview';
import { exitCode } from '../../runs/exitCode';
import { runNumber, runTitle } from '../../runs/runTitle';
import { onFirstUse } from '../onFirstUse';
import type { StateKind } from './explorerView';

const whole = onFirstUse(() => new Intl.NumberFormat('en', { maximumFractionDigits: 0 }));
const oneDecimal = onFirstUse(
  () => new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);

const compact = onFirstUse(() => new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }));

/** A count: `15,370`. */
export const countWords = (count: number) => whole().format(count);
/** A count where there is little room: `15.4k`. */
export const shortCountWords = (count: number) => compact().format(count).replace('K', 'k');
/** A share from 0 to 1 as `96.1 %`. */
export const percentWords = (share: number) => `${oneDecimal().format(100 * share)} %`;

/** How much of its steps a run has done, as `62 %`; null before they are counted. */
export function progressWords({ step, steps }: Pick<RunOverview, 'step' | 'steps'>): string | null {
  return steps > 0 ? `${Math.floor((100 * step) / steps)} %` : null;
}

/** A run's state in a word or two: `running`, `stopped by you`, `crashed (exit 137)`. */
export function stateWords(
  { presence, exit }: Pick<RunOverview, 'presence' | 'exit'>,
  l10n: typeof vscode.l10n,
): string {
  switch (presence) {
    case 'queued':
      return l10n.t('queued');
    case 'preparing':
      return l10n.t('preparing');
    case 'running':
      return l10n.t('running');
    case 'paused':
      return l10n.t('paused');
    case 'stopping':
      return l10n.t('stopping');
    case 'done':
      return l10n.t('done');
    case 'stopped':
      return l10n.t('stopped by you');
    case 'failed':
      return l10n.t('failed');
    case 'crashed': {
      const code = exitCode(exit);
      return code === null ? l10n.t('crashed') : l10n.t('crashed (exit {0})', code);
    }
    case 'lost':
      return l10n.t('lost contact');
    case 'unknown':
      return l10n.t("can't be read");
  }
}

/** What a group of runs by state is called. */
export function stateKindWords(kind: StateKind, l10n: typeof vscode.l10n): string {
  const words: Readonly<Record<StateKind, string>> = {
    underWay: l10n.t('Under way'),
    queued: l10n.t('Queued'),
    done: l10n.t('Done'),
    stopped: l10n.t('Stopped by you'),
    failed: l10n.t('Failed or crashed'),
    lost: l10n.t('Lost contact'),
    unknown: l10n.t("Can't be read"),
  };
  return words[kind];
}

/** Whether it says something how far a run is. */
const isPartWay = ({ presence, step }: RunOverview) =>
  presence === 'running' || (step > 0 && !['done', 'queued', 'unknown'].includes(presence));

/**
 * The line beside a run's name in the explorer, which has room for little: `done · test 96.1 % · 15.4k params`.
 * @param isNested whether its name is short; beside a long one, that it is done is left to its icon
 */
export function runBrief(run: RunOverview, isNested: boolean, l10n: typeof vscode.l10n): string {
  const { presence, best, test, trainable } = run;
  const state = stateWords(run, l10n);
  const progress = isPartWay(run) ? progressWords(run) : null;
  const isLeftToIcon = presence === 'done' && test !== null && !isNested;
  const parts = isLeftToIcon ? [] : [progress === null ? state : `${state} ${progress}`];
  if (presence === 'done' && test !== null) parts.push(l10n.t('test {0}', percentWords(test)));
  else if (best) parts.push(l10n.t('val {0}', percentWords(best.accuracy)));
  if (presence === 'done' && trainable !== null) parts.push(l10n.t('{0} params', shortCountWords(trainable)));
  return parts.join(' · ');
}

/** A run in a sentence: `running 62 % · validation 91.3 %`, `done · test 96.1 % · 15,370 trainable`. */
export function runDescription(run: RunOverview, l10n: typeof vscode.l10n): string {
  const progress = isPartWay(run) ? progressWords(run) : null;
  const state = stateWords(run, l10n);
  const parts = [progress === null ? state : `${state} ${progress}`];
  if (run.presence === 'done' && run.test !== null) parts.push(l10n.t('test {0}', percentWords(run.test)));
  else if (run.best) parts.push(l10n.t('validation {0}', percentWords(run.best.accuracy)));
  if (run.presence === 'done' && run.trainable !== null) parts.push(l10n.t('{0} trainable', countWords(run.trainable)));
  return parts.join(' · ');
}

/** A run's label: its number where its experiment is named above it. */
export function runLabel(run: RunOverview, isNested: boolean): string {
  return (isNested && runNumber(run)) || runTitle(run);
}

/** A number of a run and what it is of. */
export type Fact = readonly [name: string, value: string];

/** All that is known of a run, name by name. */
export function runFacts(run: RunOverview, l10n: typeof vscode.l10n, language = 'en'): Fact[] {
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const { exit, best, test, trainable, head, seed, updated } = run;
  const facts: (Fact | null)[] = [
    run.method ? [l10n.t('Method'), run.method] : null,
    run.backbone ? [l10n.t('Backbone'), run.backbone] : null,
    seed === null ? null : [l10n.t('Seed'), String(seed)],
    run.precision === 'float32' ? null : [l10n.t('Precision'), run.precision],
    run.epochs > 0
      ? [l10n.t('Epochs finished'), l10n.t('{0} of {1}', countWords(run.epoch), countWords(run.epochs))]
      : null,
    run.steps > 0 ? [l10n.t('Steps'), l10n.t('{0} of {1}', countWords(run.step), countWords(run.steps))] : null,
    best && [l10n.t('Best validation accuracy'), l10n.t('{0} in epoch {1}', percentWords(best.accuracy), best.epoch)],
    test === null ? null : [l10n.t('Test accuracy'), percentWords(test)],
    trainable === null ? null : [l10n.t('Trainable parameters'), countWords(trainable)],
    head === null ? null : [l10n.t('Parameters of the head'), countWords(head)],
    exit?.signal ? [l10n.t('Ended by'), exit.signal] : null,
    run.created > 0 ? [l10n.t('Made'), moment.format(run.created)] : null,
    updated === null ? null : [l10n.t('Last sign of life'), moment.format(updated)],
    [l10n.t('Folder'), run.id],
  ];
  return facts.filter(fact => fact !== null);
}

/** A run for a screen reader: what it is, how it is, and whether something is wrong with it. */
export function runSpoken(run: RunOverview, l10n: typeof vscode.l10n): string {
  const problems = run.problems.length > 0 ? [l10n.t('something is wrong with its files')] : [];
  return [runTitle(run), runDescription(run, l10n).replaceAll(' · ', ', '), ...problems].join(', ');
}
