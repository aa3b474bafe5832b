import type { EpochTable, MetricsCurve, RunCurves } from '../../protocol/metricsPanel';
import { type AxisRange, type MetricsAxis, type MetricsView, moduleSeries } from '../../protocol/metricsRequests';
import { countUpTo } from './numberColumn';
import type { EpochRow, PrecisionRow, RunHistory } from './runHistory';
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

/** What is measured after each epoch, by the names on the wire. */
export const validationSeries: Readonly<Record<string, (row: EpochRow) => number>> = {
  'loss.validation': ({ validation }) => validation?.loss ?? Number.NaN,
  'accuracy.validation': ({ validation }) => validation?.accuracy ?? Number.NaN,
};

const differenceOf = ({ loss, float32Loss }: PrecisionRow) => (loss ?? Number.NaN) - (float32Loss ?? Number.NaN);

/** What a lower precision does to the loss, by the names on the wire. */
export const precisionSeries: Readonly<Record<string, (row: PrecisionRow) => number>> = {
  'precision.loss': ({ loss }) => loss ?? Number.NaN,
  'precision.float32': ({ float32Loss }) => float32Loss ?? Number.NaN,
  'precision.difference': differenceOf,
  'precision.relative': row => differenceOf(row) / Math.abs(row.float32Loss ?? Number.NaN),
};

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
  const placeOf = (row: Pick<EpochRow, 'step' | 'elapsed'>) => epochPlace(row, axis, stepsPerEpoch(history));
  const curveOf = <R extends EpochRow | PrecisionRow>(
    rows: readonly R[],
    series: string,
    valueOf: (row: R) => number,
  ) => {
    const rowPlaces = Float64Array.from(rows, placeOf);
    const values = Float64Array.from(rows, valueOf);
    const chosen = thinned(values, ...within(rowPlaces, range), most);
    return { series, x: Float64Array.from(chosen, i => rowPlaces[i]), y: picked(values, chosen), smooth: null };
  };
  const ofEpochs = Object.entries(validationSeries).map(([series, valueOf]) =>
    curveOf(history.epochs, series, valueOf),
  );
  const difference = curveOf(history.precision, 'precision.difference', differenceOf);
  return {
    run,
    end: Math.max(places.at(-1) ?? 0, ...[...history.epochs.slice(-1), ...history.precision.slice(-1)].map(placeOf)),
    curves: [...ofSteps, ...ofEpochs, difference].filter(({ y }) => y.some(value => !Number.isNaN(value))),
    epochs: epochTable(history),
    precision: precisionTable(history),
  };
}

const precisionTable = ({ precision }: RunHistory): EpochTable => ({
  epoch: Float64Array.from(precision, ({ epoch }) => epoch),
  columns: Object.entries(precisionSeries).map(([series, valueOf]) => ({
    series,
    y: Float64Array.from(precision, valueOf),
  })),
});

const picked = (values: Float64Array, chosen: Uint32Array) => Float32Array.from(chosen, i => values[i]);

function epochPlace(
  { step, elapsed }: Pick<EpochRow, 'step' | 'elapsed'>,
  axis: MetricsAxis,
  perEpoch: number,
): number {
  if (axis === 'time') return elapsed;
  return axis === 'epoch' ? step / perEpoch : step;
}

/** The points within a range, and one on either side, so that the line reaches the edges. */
function within(places: Float64Array, range: AxisRange | null): [number, number] {
  if (range === null) return [0, places.length];
  const from = countUpTo(places, range.min) - 1;
  return [Math.max(0, from), Math.min(places.length, countUpTo(places, range.max) + 1)];
}

function epochTable(history: RunHistory): EpochTable {
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
