import type { RunOverview } from '../../protocol/runOverview';
import { exitCode } from '../../runs/exitCode';
import { runNumber, runTitle } from '../../runs/runTitle';
import { onFirstUse } from '../onFirstUse';
import type { StateKind } from './explorerView';

/** Puts a text into the language of the editor, and values into its places `{0}`, `{1}` …; as `vscode.l10n.t`. */
export type Translate = (message: string, ...values: (string | number | boolean)[]) => string;

const whole = onFirstUse(() => new Intl.NumberFormat('en', { maximumFractionDigits: 0 }));
const oneDecimal = onFirstUse(
  () => new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);

/** A count: `15,370`. */
export const countWords = (count: number) => whole().format(count);
/** A share from 0 to 1 as `96.1 %`. */
export const percentWords = (share: number) => `${oneDecimal().format(100 * share)} %`;

/** How much of its steps a run has done, as `62 %`; null before they are counted. */
export function progressWords({ step, steps }: Pick<RunOverview, 'step' | 'steps'>): string | null {
  return steps > 0 ? `${Math.floor((100 * step) / steps)} %` : null;
}

/** A run's state in a word or two: `running`, `stopped by you`, `crashed (exit 137)`. */
export function stateWords({ presence, exit }: Pick<RunOverview, 'presence' | 'exit'>, t: Translate): string {
  switch (presence) {
    case 'queued':
      return t('queued');
    case 'preparing':
      return t('preparing');
    case 'running':
      return t('running');
    case 'paused':
      return t('paused');
    case 'stopping':
      return t('stopping');
    case 'done':
      return t('done');
    case 'stopped':
      return t('stopped by you');
    case 'failed':
      return t('failed');
    case 'crashed': {
      const code = exitCode(exit);
      return code === null ? t('crashed') : t('crashed (exit {0})', code);
    }
    case 'lost':
      return t('lost contact');
    case 'unknown':
      return t("can't be read");
  }
}

/** What a group of runs by state is called. */
export function stateKindWords(kind: StateKind, t: Translate): string {
  const words: Readonly<Record<StateKind, string>> = {
    underWay: t('Under way'),
    queued: t('Queued'),
    done: t('Done'),
    stopped: t('Stopped by you'),
    failed: t('Failed or crashed'),
    lost: t('Lost contact'),
    unknown: t("Can't be read"),
  };
  return words[kind];
}

/** Whether it says something how far a run is. */
const isPartWay = ({ presence, step }: RunOverview) =>
  presence === 'running' || (step > 0 && !['done', 'queued', 'unknown'].includes(presence));

/** The line beside a run's name: `running 62 % · 91.3 %`, `done · test 96.1 % · 15,370 trainable`. */
export function runDescription(run: RunOverview, t: Translate): string {
  const progress = isPartWay(run) ? progressWords(run) : null;
  const state = stateWords(run, t);
  const parts = [progress === null ? state : `${state} ${progress}`];
  if (run.presence === 'done' && run.test !== null) parts.push(t('test {0}', percentWords(run.test)));
  else if (run.best) parts.push(percentWords(run.best.accuracy));
  if (run.presence === 'done' && run.trainable !== null) parts.push(t('{0} trainable', countWords(run.trainable)));
  return parts.join(' · ');
}

/** A run's label: its number where its experiment is named above it. */
export function runLabel(run: RunOverview, isNested: boolean): string {
  return (isNested && runNumber(run)) || runTitle(run);
}

/** A number of a run and what it is of. */
export type Fact = readonly [name: string, value: string];

/** All that is known of a run, name by name. */
export function runFacts(run: RunOverview, t: Translate, language = 'en'): Fact[] {
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const { exit, best, test, trainable, head, seed, updated } = run;
  const facts: (Fact | null)[] = [
    run.method ? [t('Method'), run.method] : null,
    run.backbone ? [t('Backbone'), run.backbone] : null,
    seed === null ? null : [t('Seed'), String(seed)],
    run.epochs > 0 ? [t('Epochs finished'), t('{0} of {1}', countWords(run.epoch), countWords(run.epochs))] : null,
    run.steps > 0 ? [t('Steps'), t('{0} of {1}', countWords(run.step), countWords(run.steps))] : null,
    best && [t('Best validation accuracy'), t('{0} in epoch {1}', percentWords(best.accuracy), best.epoch)],
    test === null ? null : [t('Test accuracy'), percentWords(test)],
    trainable === null ? null : [t('Trainable parameters'), countWords(trainable)],
    head === null ? null : [t('Parameters of the head'), countWords(head)],
    exit?.signal ? [t('Ended by'), exit.signal] : null,
    run.created > 0 ? [t('Made'), moment.format(run.created)] : null,
    updated === null ? null : [t('Last sign of life'), moment.format(updated)],
    [t('Folder'), run.id],
  ];
  return facts.filter(fact => fact !== null);
}

/** A run for a screen reader: what it is, how it is, and whether something is wrong with it. */
export function runSpoken(run: RunOverview, t: Translate): string {
  const problems = run.problems.length > 0 ? [t('something is wrong with its files')] : [];
  return [runTitle(run), runDescription(run, t).replaceAll(' · ', ', '), ...problems].join(', ');
}
