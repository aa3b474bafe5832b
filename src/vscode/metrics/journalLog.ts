import type * as vscode from 'vscode';
import { basename } from 'node:path';
import type { JournalRecordOf } from '../../protocol/journal';
import type { LogEntry } from '../../protocol/metricsPanel';
import { countWords, percentWords } from '../explorer/runWords';
import type { LoggedRecord } from './runHistory';

const kinds = {
  started: 'progress',
  resumed: 'change',
  quarantined: 'warning',
  warning: 'warning',
  changed: 'change',
  paused: 'change',
  continued: 'change',
  checkpoint: 'progress',
  selected: 'result',
  test: 'result',
  stopped: 'change',
  failed: 'failure',
  finished: 'result',
  precision: 'progress',
  lossScale: 'progress',
} as const satisfies Record<LoggedRecord['type'], LogEntry['kind']>;

/** A learning rate, short: `1e-3`, `2.5e-4`, `0.1`. */
export function shortRate(rate: number): string {
  if (rate >= 0.01 && rate < 1000) return String(Number(rate.toPrecision(4)));
  const [mantissa, exponent] = rate.toExponential(3).split('e');
  return `${Number(mantissa)}e${exponent.replace('+', '')}`;
}

/** A record as an entry of the log. @param run id of its run */
export function logEntry(run: string, record: LoggedRecord, l10n: typeof vscode.l10n): LogEntry {
  const kind = isDefeat(record) ? 'warning' : kinds[record.type];
  return { run, time: Date.parse(record.time), kind, text: textOf(record, l10n) };
}

/** Whether the precision of a run is too low for its loss. */
const isDefeat = (record: LoggedRecord) =>
  record.type === 'precision' && record.loss === null && record.float32Loss !== null;

function textOf(record: LoggedRecord, l10n: typeof vscode.l10n): string {
  switch (record.type) {
    case 'started':
      return l10n.t('started: {0} epochs, {1} steps on {2}', record.epochs, countWords(record.steps), record.engine);
    case 'resumed':
      return l10n.t('resumed from step {0}', countWords(record.fromStep));
    case 'quarantined':
      return l10n.t('one file quarantined: {0} ({1})', basename(record.path), record.reason);
    case 'warning':
      return l10n.t('warning: {0}', record.message);
    case 'changed':
      return l10n.t('learning rate {0} → {1} by you', shortRate(record.from), shortRate(record.to));
    case 'paused':
      return l10n.t('paused by you after step {0}', countWords(record.step));
    case 'continued':
      return l10n.t('continued');
    case 'checkpoint':
      return record.best ? l10n.t('checkpoint of epoch {0}, the best so far', record.epoch) : checkpoint(record, l10n);
    case 'selected':
      return record.by === 'last epoch'
        ? l10n.t('epoch {0} selected: the last', record.epoch)
        : l10n.t('epoch {0} selected by validation accuracy', record.epoch);
    case 'test':
      return record.accuracy === null
        ? l10n.t('tested on {0} images', countWords(record.count))
        : l10n.t('test accuracy {0} on {1} images', percentWords(record.accuracy), countWords(record.count));
    case 'stopped':
      return record.reason;
    case 'failed':
      return l10n.t('failed: {0}', record.message);
    case 'finished':
      return l10n.t('done');
    case 'precision':
      return precisionText(record, l10n);
    case 'lossScale': {
      const scales = l10n.t('loss scale {0} → {1}', countWords(record.from), countWords(record.to));
      const isSmaller = record.to < record.from;
      return isSmaller ? l10n.t('{0}: an update was left out, its gradient was not finite', scales) : scales;
    }
  }
}

function precisionText(record: JournalRecordOf<'precision'>, l10n: typeof vscode.l10n): string {
  const { epoch, precision, loss, float32Loss } = record;
  const when = epoch > 0 ? l10n.t('epoch {0}', epoch) : l10n.t('before training');
  const words = (value: number | null) =>
    value === null ? l10n.t('not finite') : String(Number(value.toPrecision(4)));
  const difference = loss !== null && float32Loss ? (100 * (loss - float32Loss)) / float32Loss : null;
  const share = difference === null ? '' : ` (${difference > 0 ? '+' : ''}${Number(difference.toPrecision(2))} %)`;
  return l10n.t('{0}: loss {1} in {2}, {3} in float32', when, words(loss), precision, words(float32Loss)) + share;
}

const checkpoint = ({ epoch, step }: { readonly epoch: number; readonly step: number }, l10n: typeof vscode.l10n) =>
  l10n.t('checkpoint of epoch {0}, step {1}', epoch, countWords(step));
