import type { JournalEntry } from '../protocol/journal';
import type { Context } from './context';
import { percent } from './words';

const width = 24;

/** Follows a run on stderr: a bar that is redrawn on a terminal, a line for each epoch elsewhere. */
export class RunProgress {
  private totals = { steps: 0, epochs: 0 };
  private firstStep: { readonly step: number; readonly time: number } | null = null;
  private drawn = -Infinity;
  private isDrawn = false;

  constructor(
    private readonly context: Pick<Context, 'note'>,
    private readonly terminal: Pick<NodeJS.WriteStream, 'write'> & { readonly columns?: number },
    private readonly isRedrawn: boolean,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** How long something before the training takes. */
  preparing(what: string, done: number, total: number): void {
    if (this.isRedrawn) {
      if (done === total || this.isDue()) this.draw(`${what} ${bar(done / total)} ${done}/${total}`, done === total);
    } else if (done === total) this.context.note(`${what}: ${total}`);
  }

  /** Says how long the whole training is. */
  expect(totals: { readonly steps: number; readonly epochs: number }): void {
    this.totals = totals;
  }

  /** Follows what is journalled. */
  follow(entry: JournalEntry): void {
    switch (entry.type) {
      case 'step':
        this.step(entry);
        return;
      case 'epoch':
        this.line(epochLine(entry, this.totals.epochs));
        return;
      case 'precision':
        this.line(precisionLine(entry));
        return;
      case 'lossScale':
        this.line(lossScaleLine(entry));
        return;
      case 'warning':
        this.line(`warning: ${entry.message}`);
        return;
      case 'quarantined':
        this.line(`left out: ${entry.path} (${entry.reason})`);
        return;
      case 'started':
        this.line(`computing on ${entry.engine}`);
        return;
      case 'resumed':
        this.line(`resumed after step ${entry.fromStep}`);
        return;
      case 'selected':
        this.line(`selected epoch ${entry.epoch} by ${entry.by}`);
        return;
    }
  }

  private step({ step, loss, timing }: Extract<JournalEntry, { type: 'step' }>): void {
    const now = this.now();
    this.firstStep ??= { step, time: now };
    if (!this.isRedrawn || !this.isDue()) return;
    const done = step - this.firstStep.step;
    const eta = done > 0 ? clock(((now - this.firstStep.time) / done) * (this.totals.steps - step)) : '–:––';
    const rate = (timing?.imagesPerSecond ?? 0).toFixed(0);
    const share = step / this.totals.steps;
    this.draw(`${bar(share)} ${percent(share)}  loss ${loss?.toFixed(3) ?? '–'}  ${rate} images/s  ${eta} left`, false);
  }

  /** Whether the bar may be drawn again: ten times a second are enough for anybody. */
  private isDue(): boolean {
    const now = this.now();
    if (now - this.drawn < 100) return false;
    this.drawn = now;
    return true;
  }

  private draw(text: string, last: boolean): void {
    this.terminal.write(`\r\u001b[2K${text.slice(0, (this.terminal.columns ?? 100) - 1)}${last ? '\n' : ''}`);
    this.isDrawn = !last;
  }

  /** A line that stays, above the bar. */
  private line(text: string): void {
    if (this.isDrawn) this.terminal.write('\r\u001b[2K');
    this.isDrawn = false;
    this.context.note(text);
  }
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * width);
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}

function epochLine(entry: Extract<JournalEntry, { type: 'epoch' }>, epochs: number): string {
  const { epoch, train, validation, timing } = entry;
  const shown = (value: number | null, digits: number) => value?.toFixed(digits) ?? '–';
  const accuracy = (value: number | null) => (value === null ? '–' : percent(value));
  const parts = [
    `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    `train loss ${shown(train.loss, 3)} accuracy ${accuracy(train.accuracy)}`,
    ...(validation ? [`validation loss ${shown(validation.loss, 3)} accuracy ${accuracy(validation.accuracy)}`] : []),
    `${(timing?.imagesPerSecond ?? 0).toFixed(0)} images/s`,
  ];
  return parts.join('  ');
}

/** For example "loss in bfloat16 1.2345, in float32 1.2344 (+0.01 %)". */
function precisionLine({ precision, loss, float32Loss }: Extract<JournalEntry, { type: 'precision' }>): string {
  const shown = (value: number | null) =>
    value === null || !Number.isFinite(value) ? 'not a number' : value.toFixed(4);
  const change = loss === null || float32Loss === null ? NaN : (100 * (loss - float32Loss)) / float32Loss;
  const sign = change < 0 ? '−' : '+';
  const relative = Number.isFinite(change) ? ` (${sign}${Math.abs(change).toFixed(2)} %)` : '';
  return `loss in ${precision} ${shown(loss)}, in float32 ${shown(float32Loss)}${relative}`;
}

function lossScaleLine({ step, from, to }: Extract<JournalEntry, { type: 'lossScale' }>): string {
  const why = to < from ? `step ${step} made no update, its gradient was not finite: ` : '';
  return `${why}the loss is scaled by ${to} from now on`;
}

/** Milliseconds as minutes and seconds, or hours: "0:41", "1:02:03". */
function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
