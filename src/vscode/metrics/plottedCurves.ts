import {
  type AxisRange,
  type MetricsAxis,
  type MetricsCurve,
  type MetricsView,
  type RunCurves,
  moduleSeries,
} from '../../protocol/metricsPanel';
import { countUpTo } from './numberColumn';
import type { EpochRow, RunHistory } from './runHistory';
import { smoothed } from './smoothing';
import { thinned } from './thinning';

/** A learning rate is set, not measured. */
const neverSmoothed = 'learningRate';

/** Every series that is measured at each step, by its name on the wire. */
export function stepSeries({ measures, modules }: RunHistory): [string, Float64Array][] {
  return [
    ...[...measures].map(([measure, column]): [string, Float64Array] => [measure, column.values]),
    ...[...modules].map(([name, column]): [string, Float64Array] => [`${moduleSeries}${name}`, column.values]),
  ];
}

const validationSeries = {
  'loss.validation': ({ validation }: EpochRow) => validation?.loss ?? Number.NaN,
  'accuracy.validation': ({ validation }: EpochRow) => validation?.accuracy ?? Number.NaN,
} as const;

/** Where the steps of a run lie on an axis, ascending. */
export function stepPlaces(history: RunHistory, axis: MetricsAxis): Float64Array {
  if (axis === 'time') return history.elapsed.values;
  const perEpoch = axis === 'epoch' ? stepsPerEpoch(history) : 1;
  return history.step.values.map(step => step / perEpoch);
}

/** Steps per epoch; 1 before the run says so. */
export function stepsPerEpoch({ started }: Pick<RunHistory, 'started'>): number {
  return started && started.epochs > 0 && started.steps > 0 ? started.steps / started.epochs : 1;
}

/** The points of a run in a view, as the page draws them. */
export function plottedCurves(
  run: string,
  history: RunHistory,
  { axis, smoothing, range }: MetricsView,
  most?: number,
): RunCurves {
  const places = stepPlaces(history, axis);
  const [from, to] = within(places, range);
  const ofSteps = stepSeries(history).map(([series, values]): MetricsCurve => {
    const chosen = thinned(values, from, to, most);
    const isSmoothed = smoothing > 0 && series !== neverSmoothed;
    return {
      series,
      x: Float64Array.from(chosen, i => places[i]),
      y: Float32Array.from(chosen, i => values[i]),
      smooth: isSmoothed ? picked(smoothed(values.subarray(0, to), smoothing), chosen) : null,
    };
  });
  const epochPlaces = Float64Array.from(history.epochs, row => epochPlace(row, axis, stepsPerEpoch(history)));
  const ofEpochs = Object.entries(validationSeries).map(([series, valueOf]): MetricsCurve => {
    const values = Float64Array.from(history.epochs, valueOf);
    const chosen = thinned(values, ...within(epochPlaces, range), most);
    return { series, x: Float64Array.from(chosen, i => epochPlaces[i]), y: picked(values, chosen), smooth: null };
  });
  return {
    run,
    end: Math.max(places.at(-1) ?? 0, epochPlaces.at(-1) ?? 0),
    curves: [...ofSteps, ...ofEpochs].filter(({ y }) => y.some(value => !Number.isNaN(value))),
    epochs: epochTable(history),
  };
}

const picked = (values: Float64Array, chosen: Uint32Array) => Float32Array.from(chosen, i => values[i]);

function epochPlace({ step, elapsed }: EpochRow, axis: MetricsAxis, perEpoch: number): number {
  if (axis === 'time') return elapsed;
  return axis === 'epoch' ? step / perEpoch : step;
}

/** The points within a range, and one on either side, so that the line reaches the edges. */
function within(places: Float64Array, range: AxisRange | null): [number, number] {
  if (range === null) return [0, places.length];
  const from = countUpTo(places, range.min) - 1;
  return [Math.max(0, from), Math.min(places.length, countUpTo(places, range.max) + 1)];
}

function epochTable(history: RunHistory): RunCurves['epochs'] {
  const { epochs } = history;
  const { values: steps } = history.step;
  const ends = epochs.map(({ step }) => countUpTo(steps, step));
  const ofEpoch = (values: Float64Array, i: number) => values.subarray(i > 0 ? ends[i - 1] : 0, ends[i]);
  const column = (series: string, valueOf: (row: EpochRow, i: number) => number) => ({
    series,
    y: Float64Array.from(epochs, valueOf),
  });
  const rows = stepSeries(history)
    .filter(([series]) => !series.endsWith('.train'))
    .map(([series, values]) =>
      column(series, (_, i) =>
        series === 'learningRate' || series === 'memory'
          ? (ofEpoch(values, i).at(-1) ?? Number.NaN)
          : meanOf(ofEpoch(values, i)),
      ),
    );
  return {
    epoch: Float64Array.from(epochs, ({ epoch }) => epoch),
    columns: [
      column('loss.train', ({ train }) => train.loss ?? Number.NaN),
      column('accuracy.train', ({ train }) => train.accuracy ?? Number.NaN),
      ...Object.entries(validationSeries).map(([series, valueOf]) => column(series, valueOf)),
      ...rows,
    ].filter(({ y }) => y.some(value => !Number.isNaN(value))),
  };
}

function meanOf(values: Float64Array): number {
  const measured = values.filter(Number.isFinite);
  return measured.reduce((sum, value) => sum + value, 0) / measured.length;
}
