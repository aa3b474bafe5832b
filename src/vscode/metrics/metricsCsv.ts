import { type MetricsChart, moduleSeries } from '../../protocol/metricsPanel';
import { stepSeries } from './plottedCurves';
import type { RunHistory } from './runHistory';

/** A run under the name that the file gives it. */
export interface NamedHistory {
  readonly name: string;
  readonly history: RunHistory;
}

const isOfChart = (series: string, chart: MetricsChart | null) =>
  chart === null || series.split('.')[0] === chart || (chart === 'gradientNorm' && series.startsWith(moduleSeries));

/** Series names as columns: `loss.train` is `train_loss`, `module:head` is `gradient_norm_head`. */
function columnName(series: string): string {
  if (series.startsWith(moduleSeries)) return `gradient_norm_${series.slice(moduleSeries.length)}`;
  const [measure, split] = series.split('.');
  const words =
    measure === 'memory' ? 'memory_bytes' : measure.replace(/[A-Z]/g, capital => `_${capital.toLowerCase()}`);
  return split === undefined ? words : `${split}_${words}`;
}

const cell = (value: number | null | undefined) => (Number.isFinite(value) ? String(value) : '');
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Every step of the runs, exact, one line each; an epoch's validation stands in the line of its last step. What was not
 * measured, or not finite, is empty.
 * @param chart whose series to write; null for all
 */
export function metricsCsv(runs: readonly NamedHistory[], chart: MetricsChart | null): string {
  const names = new Set(runs.flatMap(({ history }) => stepSeries(history).map(([series]) => series)));
  const steps = [...names].filter(series => isOfChart(series, chart));
  const validations = ['loss.validation', 'accuracy.validation'].filter(series => isOfChart(series, chart));
  const head = ['run', 'epoch', 'step', 'time', ...[...steps, ...validations].map(columnName)];
  return [head.map(quoted).join(','), ...runs.flatMap(run => linesOf(run, steps, validations))].join('\n') + '\n';
}

function linesOf({ name, history }: NamedHistory, series: readonly string[], validations: readonly string[]): string[] {
  const values = new Map(stepSeries(history));
  const columns = series.map(one => values.get(one));
  const lastSteps = new Map(history.epochs.map(({ step, validation }) => [step, validation]));
  const { step, epoch, time } = history;
  return Array.from({ length: step.length }, (_, i) => {
    const validation = lastSteps.get(step.values[i]);
    return [
      quoted(name),
      cell(epoch.values[i]),
      cell(step.values[i]),
      new Date(time.values[i]).toISOString(),
      ...columns.map(column => cell(column?.[i])),
      ...validations.map(one => cell(one === 'loss.validation' ? validation?.loss : validation?.accuracy)),
    ].join(',');
  });
}
