import type { ValuesOfRun } from '../../protocol/metricsPanel';
import type { MetricsAxis } from '../../protocol/metricsRequests';
import { countUpTo } from './numberColumn';
import { precisionSeries, stepPlaces, stepSeries } from './plottedCurves';
import type { RunHistory } from './runHistory';

/**
 * Everything measured at the step of a run that is nearest to a place on the axis, exact; of what is measured after
 * epochs, the last before. Null where the run has no steps, or ended before that place.
 */
export function valuesAt(run: string, history: RunHistory, axis: MetricsAxis, x: number): ValuesOfRun | null {
  const places = stepPlaces(history, axis);
  const after = countUpTo(places, x);
  const i = after > 0 && (after === places.length || x - places[after - 1] <= places[after] - x) ? after - 1 : after;
  if (places.length === 0) return null;
  // Half a percent beyond the end is the end: a pointer is no finer.
  if (x > places[places.length - 1] * 1.005 + 1) return null;
  const step = history.step.values[i];
  const validation = history.epochs.findLast(row => row.step <= step)?.validation;
  const precision = history.precision.findLast(row => row.step <= step);
  const finite = (value: number | null | undefined) => (Number.isFinite(value) ? (value ?? null) : null);
  return {
    run,
    step,
    epoch: history.epoch.values[i],
    values: [
      ...stepSeries(history).map(([series, values]) => ({ series, value: finite(values[i]) })),
      ...(validation
        ? [
            { series: 'loss.validation', value: finite(validation.loss) },
            { series: 'accuracy.validation', value: finite(validation.accuracy) },
          ]
        : []),
      ...(precision
        ? ['precision.difference', 'precision.relative'].map(series => ({
            series,
            value: finite(precisionSeries[series](precision)),
          }))
        : []),
    ],
  };
}
