import { color } from 'chart.js/helpers';
import type { MetricsCurve, MetricsWords, RunCurves, RunLine } from '../../src/protocol/metricsPanel';
import { type MetricsChart, moduleSeries } from '../../src/protocol/metricsRequests';
import { seriesColors } from '../../src/protocol/seriesColors';
import { dashPattern, isHighContrast, runStroke, seriesColor } from '../bridge/chartTheme';
import type { ThemeColors } from '../bridge/theme';

/** One line of a chart. */
export interface ChartLine {
  readonly run: string;
  readonly series: string;
  /** What it is called beside the others of its run: `training`, `validation`, a module. */
  readonly part: string;
  readonly color: string;
  readonly dash: readonly number[];
  /** In pixels. */
  readonly width: number;
  readonly x: Float64Array;
  readonly y: Float32Array;
  /** Of single points; 0 for a line alone. */
  readonly pointRadius: number;
}

/** What the series of a chart are called; undefined for those of other charts. */
export function partOf(chart: MetricsChart, series: string, words: MetricsWords): string | undefined {
  if (series.startsWith(moduleSeries)) return chart === 'gradientNorm' ? series.slice(moduleSeries.length) : undefined;
  const [measure, split] = series.split('.');
  if (measure !== chart) return undefined;
  if (chart === 'gradientNorm') return words.wholeGradient;
  if (chart === 'precision') return precisionPart(split, words);
  return split === 'train' ? words.train : split === 'validation' ? words.validation : '';
}

function precisionPart(name: string, { precision }: MetricsWords): string | undefined {
  return name === 'loss' || name === 'float32' || name === 'difference' || name === 'relative'
    ? precision[name]
    : undefined;
}

/** Whether a series is drawn: of gradient norms, those chosen. @param module as `chosenNorm` gives it */
function isChosen(series: string, module: string): boolean {
  const isNorm = series === 'gradientNorm' || series.startsWith(moduleSeries);
  if (!isNorm) return true;
  return module === eachModule ? series !== 'gradientNorm' : series === module;
}

/** Stands for every module, in the place of the series of one. */
export const eachModule = 'each';

/**
 * The gradient norm that is drawn: the one chosen, where any run has it; else each module of a single run, and of several
 * the whole gradient, as their lines would be too many.
 * @param norms the series that there are
 */
export function chosenNorm(module: string, norms: readonly string[], runs: number): string {
  if (norms.length < 2) return norms[0] ?? 'gradientNorm';
  if (module === eachModule || norms.includes(module)) return module;
  return runs > 1 ? 'gradientNorm' : eachModule;
}

/** The names of all series of gradient norms among the runs, the whole gradient first. */
export function normSeries(curves: readonly RunCurves[]): string[] {
  const names = curves.flatMap(run => run.curves.map(({ series }) => series));
  return [...new Set(names.filter(name => name === 'gradientNorm' || name.startsWith(moduleSeries)))];
}

/** Points that stand by themselves are few. */
const mostMarked = 40;

/** The lines of a chart, those that lie on top last. */
export function chartLines(
  chart: MetricsChart,
  runs: readonly RunLine[],
  curves: ReadonlyMap<string, RunCurves>,
  module: string,
  words: MetricsWords,
  theme: ThemeColors,
): ChartLine[] {
  const plotted = runs.flatMap(line => {
    const found = curves.get(line.run);
    return found ? [{ line, found }] : [];
  });
  const norms = normSeries(plotted.map(({ found }) => found));
  const chosen = chosenNorm(module, norms, plotted.length);
  const lines = plotted.flatMap(({ line, found }) =>
    found.curves.flatMap(curve => {
      const part = partOf(chart, curve.series, words);
      if (part === undefined || !isChosen(curve.series, chosen)) return [];
      const stroke = strokeOf(curve.series, line, norms, plotted.length, theme);
      return drawn(curve, { run: line.run, series: curve.series, part, ...stroke });
    }),
  );
  return lines.sort((a, b) => a.width - b.width);
}

/** Modules of a single run have colours of their own; those of several have their run's colour and a dash pattern each. */
function strokeOf(series: string, line: RunLine, norms: readonly string[], runs: number, theme: ThemeColors) {
  const stroke = runStroke(line, theme);
  const index = norms.filter(name => name !== 'gradientNorm').indexOf(series);
  if (index < 0) return stroke;
  if (runs > 1) return { ...stroke, dash: dashPattern(index) };
  const first = seriesColors.indexOf(line.style.color);
  const turn = isHighContrast(theme) ? index : Math.floor(index / seriesColors.length);
  return { color: seriesColor(seriesColors[(first + index) % seriesColors.length]), dash: dashPattern(turn) };
}

function drawn(
  { series, x, y, smooth }: MetricsCurve,
  look: Pick<ChartLine, 'run' | 'series' | 'part' | 'color' | 'dash'>,
): ChartLine[] {
  if (series.endsWith('.validation') || series.startsWith('precision.')) {
    return [{ ...look, x, y, width: 2.5, pointRadius: x.length <= mostMarked ? 2.5 : 0 }];
  }
  const marked = x.length === 1 ? 2 : 0;
  if (smooth === null) return [{ ...look, x, y, width: 1, pointRadius: marked }];
  const faint = {
    ...look,
    color: color(look.color).alpha(0.3).rgbString(),
    dash: [],
    x,
    y,
    width: 0.75,
    pointRadius: 0,
  };
  return [faint, { ...look, x, y: smooth, width: 1.25, pointRadius: marked }];
}
