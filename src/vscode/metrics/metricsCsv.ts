import { type MetricsChart, moduleSeries } from '../../protocol/metricsRequests';
import { precisionSeries, stepSeries, validationSeries } from './plottedCurves';
import type { RunHistory } from './runHistory';

/** A run under the name that the file gives it. */
export interface NamedHistory {
  readonly name: string;
  readonly history: RunHistory;
}

const isOfChart = (series: string, chart: MetricsChart | null) =>
  chart === null || series.split('.')[0] === chart || (chart === 'gradientNorm' && series.startsWith(moduleSeries));

/** Series names as columns: `loss.train` is `train_loss`, `module:head` is `gradient_norm_head`, `precision.loss` `precision_loss`. */
function columnName(series: string): string {
  if (series.startsWith(moduleSeries)) return `gradient_norm_${series.slice(moduleSeries.length)}`;
  const [measure, split] = series.split('.');
  if (measure === 'precision') return `${measure}_${split}`;
  const words =
    measure === 'memory' ? 'memory_bytes' : measure.replace(/[A-Z]/g, capital => `_${capital.toLowerCase()}`);
  return split === undefined ? words : `${split}_${words}`;
}

const cell = (value: number | null | undefined) => (Number.isFinite(value) ? String(value) : '');
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Every step of the runs, exact, one line each; what is measured after an epoch stands in the line of its last step, and
 * has a line of its own before the first. What was not measured, or not finite, is empty.
 * @param chart whose series to write; null for all; of `precision`, steps without any are left out
 */
export function metricsCsv(runs: readonly NamedHistory[], chart: MetricsChart | null): string {
  const ofChart = (series: Iterable<string>) => [...series].filter(one => isOfChart(one, chart));
  const steps = ofChart(new Set(runs.flatMap(({ history }) => stepSeries(history).map(([series]) => series))));
  const validations = ofChart(Object.keys(validationSeries));
  const isLower = runs.some(({ history }) => history.precision.length > 0);
  const precisions = isLower ? ofChart(Object.keys(precisionSeries)) : [];
  const columns = [...steps, ...validations, ...precisions];
  const head = ['run', 'epoch', 'step', 'time', ...columns.map(columnName)];
  const isEveryStep = chart !== 'precision';
  const lines = runs.flatMap(run => linesOf(run, { steps, validations, precisions, isEveryStep }));
  return [head.map(quoted).join(','), ...lines].join('\n') + '\n';
}

interface Asked {
  readonly steps: readonly string[];
  readonly validations: readonly string[];
  readonly precisions: readonly string[];
  readonly isEveryStep: boolean;
}

function linesOf({ name, history }: NamedHistory, { steps, validations, precisions, isEveryStep }: Asked): string[] {
  const values = new Map(stepSeries(history));
  const validated = new Map(history.epochs.map(row => [row.step, row]));
  const compared = new Map(history.precision.map(row => [row.step, row]));
  const { step, epoch, time } = history;
  const lineOf = (i: number, at: { readonly epoch: number; readonly step: number; readonly time: number }) => {
    const validation = validated.get(at.step);
    const precision = compared.get(at.step);
    return [
      quoted(name),
      cell(at.epoch),
      cell(at.step),
      new Date(at.time).toISOString(),
      ...steps.map(series => cell(values.get(series)?.[i])),
      ...validations.map(series => cell(validation && validationSeries[series](validation))),
      ...precisions.map(series => cell(precision && precisionSeries[series](precision))),
    ].join(',');
  };
  const before = precisions.length > 0 ? compared.get(0) : undefined;
  const lines = Array.from(step.values, (number, i) =>
    isEveryStep || compared.has(number)
      ? [lineOf(i, { epoch: epoch.values[i], step: number, time: time.values[i] })]
      : [],
  );
  return [...(before ? [lineOf(-1, before)] : []), ...lines.flat()];
}
