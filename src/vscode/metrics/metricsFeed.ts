import type * as vscode from 'vscode';
import type { LogEntry, MetricsMessage, RunLine } from '../../protocol/metricsPanel';
import type { MetricsChart, MetricsView } from '../../protocol/metricsRequests';
import type { SeriesStyle } from '../../protocol/seriesColors';
import type { RunStore } from '../../runs/runStore';
import { logEntry } from './journalLog';
import { metricsCsv } from './metricsCsv';
import { onOneBuffer } from './oneBuffer';
import { plottedCurves } from './plottedCurves';
import { runLine } from './runLine';
import { RunReader } from './runReader';
import { idsOf } from './runIds';
import { valuesAt } from './valuesAt';

/** The least time between two updates, in milliseconds: what is drawn more often, nobody sees. */
const interval = 100;
/** Updates take this share of the extension host's time at most, however long the runs are. */
const share = 0.1;
const mostLogged = 300;

/** What a feed needs of its surroundings. */
export interface FeedParts {
  readonly runs: Pick<RunStore, 'get' | 'refresh'>;
  readonly styleOf: (path: string) => SeriesStyle;
  readonly isTrusted: () => boolean;
  readonly l10n: typeof vscode.l10n;
  readonly post: (message: MetricsMessage) => void;
  /** Told of what can't be read. */
  readonly onProblem: (error: unknown) => void;
}

interface PlottedRun {
  readonly id: string;
  readonly reader: RunReader;
  peak: number | null;
}

/** What the metrics page is told of the runs that are plotted: only what changed, ten times a second at most. */
export class MetricsFeed {
  private plotted: readonly PlottedRun[] = [];
  private view: MetricsView = { axis: 'step', smoothing: 0, range: null };
  /** Ids of the runs whose curves the page doesn't have as they are. */
  private readonly stale = new Set<string>();
  private isOpen = false;
  private lastLog = '';
  private next: NodeJS.Timeout | undefined;
  private free = 0;

  constructor(private readonly parts: FeedParts) {}

  /** Plots these runs and no others. */
  plot(paths: readonly string[]): void {
    const known = new Map(this.plotted.map(run => [run.reader.path, run]));
    const ids = idsOf(paths, path => known.get(path)?.id);
    this.plotted = paths.map((path, i) => known.get(path) ?? this.opened(path, ids[i]));
    this.later();
  }

  /** The page is there and knows nothing yet. */
  open(view: MetricsView): void {
    this.isOpen = true;
    this.lastLog = '';
    this.setView(view);
    for (const { reader } of this.plotted) this.read(reader.path);
  }

  /** Nobody looks: nothing is sent, and nothing read, until it is opened again. */
  close(): void {
    this.isOpen = false;
    clearTimeout(this.next);
    this.next = undefined;
  }

  setView(view: MetricsView): void {
    this.view = view;
    for (const { id } of this.plotted) this.stale.add(id);
    this.later();
  }

  /** Reads on in the journal of a run, if it is plotted. */
  read(path: string): void {
    const run = this.plotted.find(({ reader }) => reader.path === path);
    if (run && this.isOpen) run.reader.read().catch(this.parts.onProblem);
  }

  /** Some overview changed. */
  refresh(): void {
    this.later();
  }

  pathOf(id: string): string | undefined {
    return this.plotted.find(run => run.id === id)?.reader.path;
  }

  get paths(): readonly string[] {
    return this.plotted.map(({ reader }) => reader.path);
  }

  /** Every run's values at a place on the axis. */
  look(x: number): void {
    const runs = this.plotted.flatMap(({ id, reader }) => valuesAt(id, reader.history, this.view.axis, x) ?? []);
    this.parts.post({ type: 'values', x, runs });
  }

  csv(chart: MetricsChart | null): string {
    const named = this.lines().flatMap(({ run, title }) => {
      const found = this.plotted.find(({ id }) => id === run);
      return found ? [{ name: title, history: found.reader.history }] : [];
    });
    return metricsCsv(named, chart);
  }

  private opened(path: string, id: string): PlottedRun {
    const reader = new RunReader(path, () => {
      this.stale.add(id);
      this.later();
    });
    const run: PlottedRun = { id, reader, peak: null };
    this.stale.add(id);
    void reader.experiment().then(experiment => {
      run.peak = experiment?.training.optimizer.learningRate ?? null;
      this.later();
    });
    if (this.isOpen) reader.read().catch(this.parts.onProblem);
    if (this.parts.runs.get(path) === undefined) {
      this.parts.runs.refresh(path).then(() => this.later(), this.parts.onProblem);
    }
    return run;
  }

  private later(): void {
    if (!this.isOpen || this.next !== undefined) return;
    this.next = setTimeout(
      () => {
        this.next = undefined;
        const start = performance.now();
        this.send();
        const end = performance.now();
        this.free = end + Math.max(interval, (end - start) / share);
      },
      Math.max(0, this.free - performance.now()),
    );
  }

  private send(): void {
    const runs = this.lines();
    const shown = new Set(runs.map(({ run }) => run));
    const curves = this.plotted
      .filter(({ id }) => this.stale.has(id) && shown.has(id))
      .map(({ id, reader }) => plottedCurves(id, reader.history, this.view));
    for (const { run } of curves) this.stale.delete(run);
    const log = this.log(shown);
    // Cheaper than to compare the entries, and they only ever come at the front.
    const stamp = JSON.stringify([log.length, log[0], [...shown]]);
    const isSame = stamp === this.lastLog;
    this.lastLog = stamp;
    this.parts.post({ type: 'update', runs, curves: onOneBuffer(curves), log: isSame ? null : log });
  }

  private lines(): RunLine[] {
    const { runs, l10n, isTrusted, styleOf } = this.parts;
    return this.plotted.flatMap(({ id, reader, peak }) => {
      const overview = runs.get(reader.path);
      if (overview === undefined) return [];
      const { history, damaged } = reader;
      const problems =
        damaged > 0 ? [l10n.t('{0} lines of the journal were passed over: they are damaged.', damaged)] : [];
      return [
        runLine({ id, overview, history, style: styleOf(reader.path), peak, trusted: isTrusted(), problems }, l10n),
      ];
    });
  }

  private log(shown: ReadonlySet<string>): LogEntry[] {
    return this.plotted
      .filter(({ id }) => shown.has(id))
      .flatMap(({ id, reader }) =>
        reader.history.log.slice(-mostLogged).map(record => logEntry(id, record, this.parts.l10n)),
      )
      .toReversed()
      .sort((a, b) => b.time - a.time)
      .slice(0, mostLogged);
  }
}
