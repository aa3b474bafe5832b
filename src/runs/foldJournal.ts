import type { JournalRecord, JournalRecordOf } from '../protocol/journal';
import type { JournalSummary, Pause } from '../protocol/runSummary';
import { withChange } from './learningRateChanges';

/** The records that stand: those of steps after the point from which a run was resumed are void, and so is its end. */
function standing(records: readonly JournalRecord[]): JournalRecord[] {
  let kept: JournalRecord[] = [];
  for (const record of records) {
    if (record.type === 'resumed') {
      kept = kept.filter(earlier => !isVoid(earlier, record.fromStep));
    } else if (record.type === 'started') {
      // One that ended while it was being prepared begins anew.
      kept = kept.filter(earlier => !isEnd(earlier));
    }
    kept.push(record);
  }
  return kept;
}

function isVoid(record: JournalRecord, fromStep: number): boolean {
  switch (record.type) {
    case 'step':
    case 'epoch':
    case 'checkpoint':
    case 'precision':
    case 'lossScale':
      return record.step > fromStep;
    case 'selected':
    case 'test':
    case 'stopped':
    case 'failed':
    case 'finished':
      return true;
    case 'started':
    case 'resumed':
    case 'changed':
    case 'paused':
    case 'continued':
    case 'quarantined':
    case 'warning':
      return false;
  }
}

/** Pauses happened, whatever became of the steps around them. Each ends when the run goes on or ends. */
function pausesOf(records: readonly JournalRecord[]): Pause[] {
  const pauses: Pause[] = [];
  let open: Pause | null = null;
  for (const record of records) {
    if (record.type === 'paused') {
      open = { step: record.step, from: record.time, to: null };
      pauses.push(open);
    } else if (open && endsPause(record)) {
      pauses[pauses.length - 1] = { ...open, to: record.time };
      open = null;
    }
  }
  return pauses;
}

const endsPause = (record: JournalRecord) => record.type === 'continued' || record.type === 'resumed' || isEnd(record);

const isEnd = (record: JournalRecord): record is NonNullable<JournalSummary['end']> =>
  record.type === 'finished' || record.type === 'stopped' || record.type === 'failed';

/** What the records of a journal, in their order, add up to. */
export function foldJournal(records: readonly JournalRecord[]): JournalSummary {
  const kept = standing(records);
  const all = <T extends JournalRecord['type']>(type: T) =>
    kept.filter((record): record is JournalRecordOf<T> => record.type === type);
  const steps = all('step');
  const quarantined = new Map(all('quarantined').map(({ path, reason }) => [path, { path, reason }]));
  return {
    started: all('started').at(0) ?? null,
    steps,
    // A run that died before it could save the end of an epoch validates it again.
    epochs: all('epoch').filter(({ epoch }, i, epochs) => epochs[i + 1]?.epoch !== epoch),
    checkpoints: all('checkpoint'),
    precisions: all('precision'),
    lossScales: all('lossScale'),
    changes: all('changed').reduce<JournalRecordOf<'changed'>[]>(withChange, []),
    pauses: pausesOf(records),
    selected: all('selected').at(-1) ?? null,
    test: all('test').at(-1) ?? null,
    quarantined: [...quarantined.values()],
    warnings: [...new Set(all('warning').map(({ message }) => message))],
    lastStep: steps.at(-1)?.step ?? 0,
    resumed: all('resumed').length,
    end: kept.filter(isEnd).at(-1) ?? null,
  };
}
