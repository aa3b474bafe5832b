import type { JournalRecord, JournalRecordOf } from '../../protocol/journal';
import { NumberColumn, countUpTo } from './numberColumn';

/** What is measured at each step, in the order of the table. */
export const stepMeasures = [
  'loss.train',
  'accuracy.train',
  'gradientNorm',
  'learningRate',
  'imagesPerSecond',
  'memory',
] as const;
export type StepMeasure = (typeof stepMeasures)[number];

/** One row per epoch that was finished. */
export interface EpochRow {
  readonly epoch: number;
  readonly step: number;
  /** Of the training so far, in seconds. */
  readonly elapsed: number;
  readonly train: JournalRecordOf<'epoch'>['train'];
  readonly validation: JournalRecordOf<'epoch'>['validation'];
  /** Seconds from the epoch's last step to its record: the validation. */
  readonly afterSteps: number;
}

/** What a lower precision does to the loss, measured before the first step (epoch 0) and after each epoch. */
export interface PrecisionRow extends Pick<JournalRecordOf<'precision'>, 'epoch' | 'step' | 'loss' | 'float32Loss'> {
  /** In milliseconds since 1970. */
  readonly time: number;
  /** Of the training so far, in seconds. */
  readonly elapsed: number;
}

/** A record that the log shows. */
export type LoggedRecord = Exclude<JournalRecord, { type: 'step' | 'epoch' }>;

const mostLogged = 500;
const milliseconds = (record: JournalRecord) => Date.parse(record.time);

/**
 * What panels show of a journal, folded as its records come. Steps are kept in columns, so that a long run takes little
 * room. What was recorded of steps that a resumed run does again is taken out, as `foldJournal` does.
 */
export class RunHistory {
  readonly step = new NumberColumn();
  readonly epoch = new NumberColumn();
  /** In milliseconds since 1970. */
  readonly time = new NumberColumn();
  /** Of training up to the step, in seconds: pauses, and the time between an end and a resumption, are left out. */
  readonly elapsed = new NumberColumn();
  readonly seconds = new NumberColumn();
  readonly measures = new Map<StepMeasure, NumberColumn>(stepMeasures.map(measure => [measure, new NumberColumn()]));
  /** Gradient norms by module. */
  readonly modules = new Map<string, NumberColumn>();
  epochs: EpochRow[] = [];
  /** Empty for runs in float32. */
  precision: PrecisionRow[] = [];
  log: LoggedRecord[] = [];
  checkpoints: JournalRecordOf<'checkpoint'>[] = [];
  started: JournalRecordOf<'started'> | null = null;
  test: JournalRecordOf<'test'> | null = null;
  /** The last change of the schedule's peak that was made in mid-run. */
  changed: JournalRecordOf<'changed'> | null = null;
  /** What `elapsed` doesn't count, in milliseconds since 1970: a training without interruptions began then. */
  private begin: number | null = null;
  private pausedAt: number | null = null;

  add(record: JournalRecord): void {
    const time = milliseconds(record);
    this.begin ??= time;
    switch (record.type) {
      case 'step':
        return this.addStep(record, time);
      case 'epoch':
        return this.addEpoch(record, time);
      case 'precision':
        this.addPrecision(record, time);
        break;
      case 'started':
        this.started = record;
        break;
      case 'resumed':
        this.goBack(record.fromStep, time);
        break;
      case 'checkpoint':
        this.checkpoints.push(record);
        break;
      case 'changed':
        this.changed = record;
        break;
      case 'paused':
        this.pausedAt = time;
        break;
      case 'continued':
        if (this.pausedAt !== null) this.begin += time - this.pausedAt;
        this.pausedAt = null;
        break;
      case 'test':
        this.test = record;
        break;
      default:
    }
    this.log.push(record);
    if (this.log.length > 2 * mostLogged) this.log = this.log.slice(-mostLogged);
  }

  private addStep(record: JournalRecordOf<'step'>, time: number): void {
    const { timing } = record;
    this.step.push(record.step);
    this.epoch.push(record.epoch);
    this.time.push(time);
    this.elapsed.push(this.elapsedAt(time));
    this.seconds.push(timing?.seconds);
    const values: Readonly<Record<StepMeasure, number | null | undefined>> = {
      'loss.train': record.loss,
      'accuracy.train': record.accuracy,
      gradientNorm: record.gradientNorm,
      learningRate: record.learningRate,
      imagesPerSecond: timing?.imagesPerSecond,
      memory: timing?.memoryBytes,
    };
    for (const [measure, column] of this.measures) column.push(values[measure]);
    for (const [name, norm] of Object.entries(record.modules ?? {})) {
      const column = this.modules.get(name) ?? new NumberColumn();
      this.modules.set(name, column);
      column.resize(this.step.length - 1);
      column.push(norm);
    }
    for (const column of this.modules.values()) column.resize(this.step.length);
  }

  private addEpoch({ epoch, step, train, validation }: JournalRecordOf<'epoch'>, time: number): void {
    // A run that died before it could save the end of an epoch validates it again.
    if (this.epochs.at(-1)?.epoch === epoch) this.epochs.pop();
    const elapsed = this.elapsedAt(time);
    const lastStep = this.elapsed.values.at(-1) ?? elapsed;
    this.epochs.push({ epoch, step, elapsed, train, validation, afterSteps: Math.max(0, elapsed - lastStep) });
  }

  private addPrecision({ epoch, step, loss, float32Loss }: JournalRecordOf<'precision'>, time: number): void {
    // A run that goes on from the end of an epoch measures there again.
    if (this.precision.at(-1)?.epoch === epoch) this.precision.pop();
    this.precision.push({ epoch, step, loss, float32Loss, time, elapsed: this.elapsedAt(time) });
  }

  private elapsedAt(time: number): number {
    return Math.max(0, (time - (this.begin ?? time)) / 1000);
  }

  private goBack(fromStep: number, time: number): void {
    const kept = countUpTo(this.step.values, fromStep);
    const columns = [this.step, this.epoch, this.time, this.elapsed, this.seconds];
    for (const column of [...columns, ...this.measures.values(), ...this.modules.values()]) column.resize(kept);
    this.epochs = this.epochs.filter(({ step }) => step <= fromStep);
    this.precision = this.precision.filter(({ step }) => step <= fromStep);
    this.checkpoints = this.checkpoints.filter(({ step }) => step <= fromStep);
    this.test = null;
    this.pausedAt = null;
    const elapsed = Math.max(this.elapsed.values.at(-1) ?? 0, this.epochs.at(-1)?.elapsed ?? 0);
    this.begin = time - 1000 * elapsed;
  }
}
