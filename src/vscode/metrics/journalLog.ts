import { basename } from 'node:path';
import type { LogEntry } from '../../protocol/metricsPanel';
import { type Translate, countWords, percentWords } from '../explorer/runWords';
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
} as const satisfies Record<LoggedRecord['type'], LogEntry['kind']>;

/** A learning rate, short: `1e-3`, `2.5e-4`, `0.1`. */
export function shortRate(rate: number): string {
  if (rate >= 0.01 && rate < 1000) return String(Number(rate.toPrecision(4)));
  const [mantissa, exponent] = rate.toExponential(3).split('e');
  return `${Number(mantissa)}e${exponent.replace('+', '')}`;
}

/** A record as an entry of the log. @param run id of its run */
export function logEntry(run: string, record: LoggedRecord, t: Translate): LogEntry {
  return { run, time: Date.parse(record.time), kind: kinds[record.type], text: textOf(record, t) };
}

function textOf(record: LoggedRecord, t: Translate): string {
  switch (record.type) {
    case 'started':
      return t('started: {0} epochs, {1} steps on {2}', record.epochs, countWords(record.steps), record.engine);
    case 'resumed':
      return t('resumed from step {0}', countWords(record.fromStep));
    case 'quarantined':
      return t('one file quarantined: {0} ({1})', basename(record.path), record.reason);
    case 'warning':
      return t('warning: {0}', record.message);
    case 'changed':
      return t('learning rate {0} → {1} by you', shortRate(record.from), shortRate(record.to));
    case 'paused':
      return t('paused by you after step {0}', countWords(record.step));
    case 'continued':
      return t('continued');
    case 'checkpoint':
      return record.best ? t('checkpoint of epoch {0}, the best so far', record.epoch) : checkpoint(record, t);
    case 'selected':
      return record.by === 'last epoch'
        ? t('epoch {0} selected: the last', record.epoch)
        : t('epoch {0} selected by validation accuracy', record.epoch);
    case 'test':
      return record.accuracy === null
        ? t('tested on {0} images', countWords(record.count))
        : t('test accuracy {0} on {1} images', percentWords(record.accuracy), countWords(record.count));
    case 'stopped':
      return record.reason;
    case 'failed':
      return t('failed: {0}', record.message);
    case 'finished':
      return t('done');
  }
}

const checkpoint = ({ epoch, step }: { readonly epoch: number; readonly step: number }, t: Translate) =>
  t('checkpoint of epoch {0}, step {1}', epoch, countWords(step));
