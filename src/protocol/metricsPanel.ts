import * as z from 'zod';
import { seriesColors } from './seriesColors';

const count = z.int().nonnegative();
const measured = z.number().nullable();
const finite = z.number();

/** A run as the page names it: never by its path. */
const runId = z.string().min(1).max(200);

export const metricsCharts = ['loss', 'accuracy', 'gradientNorm', 'learningRate', 'imagesPerSecond', 'memory'] as const;
const chartSchema = z.enum(metricsCharts);
export type MetricsChart = z.infer<typeof chartSchema>;

export const metricsAxes = ['step', 'epoch', 'time'] as const;
const axisSchema = z.enum(metricsAxes);
export type MetricsAxis = z.infer<typeof axisSchema>;

/** A stretch of the axis: steps, epochs, or seconds of training. */
const rangeSchema = z.strictObject({ min: finite, max: finite });
export type AxisRange = z.infer<typeof rangeSchema>;

/** What the host needs to know to send the right points. */
export const metricsViewSchema = z.strictObject({
  axis: axisSchema,
  /** Weight of what was before in the exponential mean, 0 (none) to below 1. */
  smoothing: z.number().min(0).max(0.999),
  /** null: all of the runs. */
  range: rangeSchema.nullable(),
});
export type MetricsView = z.infer<typeof metricsViewSchema>;

/**
 * What a curve measures. Of the training: `loss.train`, `accuracy.train`, `gradientNorm` (the whole gradient),
 * `module:<name>` (a module's), `learningRate`, `imagesPerSecond`, `memory`. Of epochs: `loss.validation`, `accuracy.validation`.
 */
const seriesId = z.string().min(1).max(200);
/** What begins the name of a module's series. */
export const moduleSeries = 'module:';

/** Points of one series, thinned: extremes stay. NaN where a value was not finite. */
const curveSchema = z.strictObject({
  series: seriesId,
  /** Places on the axis of the view, ascending. */
  x: z.instanceof(Float64Array),
  y: z.instanceof(Float32Array),
  /** The exponential mean of all points, not only of these, at the same places; null without smoothing. */
  smooth: z.instanceof(Float32Array).nullable(),
});
export type MetricsCurve = z.infer<typeof curveSchema>;

const runCurvesSchema = z.strictObject({
  run: runId,
  /** Where the run's points end on the axis. */
  end: finite,
  curves: z.array(curveSchema),
  /** One row per epoch, exact; what is measured in steps is the mean over the epoch, learning rate and memory its last. */
  epochs: z.strictObject({
    epoch: z.instanceof(Float64Array),
    columns: z.array(z.strictObject({ series: seriesId, y: z.instanceof(Float64Array) })),
  }),
});
export type RunCurves = z.infer<typeof runCurvesSchema>;

export const runActions = ['pause', 'continue', 'stop', 'resume', 'setLearningRate', 'inspectAttention'] as const;
const actionSchema = z.enum(runActions);
export type RunAction = z.infer<typeof actionSchema>;

/** The line at the head of the panel for a run. */
const runLineSchema = z.strictObject({
  run: runId,
  title: z.string(),
  style: z.strictObject({ color: z.enum(seriesColors), dash: count }),
  /** In the words of the editor's language: `running`, `crashed (exit 137)` … */
  state: z.string(),
  /** Whether it has come to an end, however. */
  ended: z.boolean(),
  /** 0 to 1; null before the number of steps is known. */
  progress: z.number().nullable(),
  /** Until the end, in seconds; null where it can't be told. */
  secondsLeft: z.number().nullable(),
  /** Accuracies, 0 to 1. */
  best: z.strictObject({ epoch: count, accuracy: z.number() }).nullable(),
  test: z.number().nullable(),
  /** The schedule's peak as it is now. */
  learningRate: z.number().nullable(),
  /** What can be done with it in this state. */
  actions: z.array(actionSchema),
  /** What is wrong with its files, a sentence each. */
  problems: z.array(z.string()),
});
export type RunLine = z.infer<typeof runLineSchema>;

export const logKinds = ['progress', 'change', 'warning', 'failure', 'result'] as const;
const logEntrySchema = z.strictObject({
  run: runId,
  /** In milliseconds since 1970. */
  time: finite,
  kind: z.enum(logKinds),
  text: z.string(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

/** The panel's words in the language of the editor. `{0}`, `{1}` … stand for what the page puts in. */
const wordsSchema = z.strictObject({
  title: z.string(),
  waiting: z.string(),
  noRuns: z.string(),
  noPoints: z.string(),
  charts: z.record(chartSchema, z.string()),
  /** Of the values of each chart, as its table and its picture name it; empty where there is none. */
  units: z.record(chartSchema, z.string()),
  axes: z.record(axisSchema, z.string()),
  actions: z.record(actionSchema, z.string()),
  train: z.string(),
  validation: z.string(),
  axis: z.string(),
  smoothing: z.string(),
  logScale: z.string(),
  table: z.string(),
  chart: z.string(),
  savePng: z.string(),
  saveCsv: z.string(),
  saveAllCsv: z.string(),
  zoomIn: z.string(),
  zoomOut: z.string(),
  resetZoom: z.string(),
  zoomHelp: z.string(),
  module: z.string(),
  wholeGradient: z.string(),
  allModules: z.string(),
  journal: z.string(),
  emptyJournal: z.string(),
  run: z.string(),
  epoch: z.string(),
  step: z.string(),
  progress: z.string(),
  timeLeft: z.string(),
  best: z.string(),
  test: z.string(),
  learningRate: z.string(),
  remove: z.string(),
  badLearningRate: z.string(),
  /** `{0}`: how many. */
  problems: z.string(),
  /** `{0}`: the run; `{1}`: its state. */
  ended: z.string(),
  /** `{0}`: the weight. */
  smoothedBy: z.string(),
});
export type MetricsWords = z.infer<typeof wordsSchema>;

/** The values of one run at one of its steps, exact. */
const valuesSchema = z.strictObject({
  run: runId,
  step: count,
  epoch: count,
  values: z.array(z.strictObject({ series: seriesId, value: measured })),
});
export type ValuesOfRun = z.infer<typeof valuesSchema>;

/** From the extension host to the metrics panel. */
export const metricsMessageSchema = z.discriminatedUnion('type', [
  /** The answer to `ready`. */
  z.strictObject({ type: z.literal('opened'), words: wordsSchema }),
  /** The runs that are plotted, by their paths: only to be kept, so that the panel can be restored. */
  z.strictObject({ type: z.literal('plotted'), paths: z.array(z.string()) }),
  /** Every run's line, the curves of those that changed, and the log if that changed, newest first. */
  z.strictObject({
    type: z.literal('update'),
    runs: z.array(runLineSchema),
    curves: z.array(runCurvesSchema),
    log: z.array(logEntrySchema).nullable(),
  }),
  /** The answer to `look`. */
  z.strictObject({ type: z.literal('values'), x: finite, runs: z.array(valuesSchema) }),
  /** The answer to `act`, once it is done or failed: then a sentence says why. */
  z.strictObject({ type: z.literal('acted'), run: runId, action: actionSchema, problem: z.string().nullable() }),
  z.strictObject({ type: z.literal('problem'), sentence: z.string() }),
]);
export type MetricsMessage = z.infer<typeof metricsMessageSchema>;

/** A picture of a chart can't be larger than this, in bytes. */
export const largestPicture = 32 << 20;

/** From the metrics panel to the extension host. */
export const metricsRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), view: metricsViewSchema }),
  z.strictObject({ type: z.literal('view'), view: metricsViewSchema }),
  /** What are the values of all runs here? */
  z.strictObject({ type: z.literal('look'), x: finite }),
  z.strictObject({
    type: z.literal('act'),
    run: runId,
    action: actionSchema,
    /** The new peak, of `setLearningRate` alone. */
    peak: z.number().positive().max(1000).optional(),
  }),
  /** Plot it no longer. */
  z.strictObject({ type: z.literal('remove'), run: runId }),
  z.strictObject({
    type: z.literal('savePng'),
    chart: chartSchema,
    picture: z.instanceof(Uint8Array).refine(({ length }) => length <= largestPicture),
  }),
  /** Every step, exact; null: of all charts. */
  z.strictObject({ type: z.literal('saveCsv'), chart: chartSchema.nullable() }),
]);
export type MetricsRequest = z.infer<typeof metricsRequestSchema>;

/** What the panel remembers while it is hidden and after a restart. */
export const metricsStateSchema = z.strictObject({
  /** Paths of the runs plotted, as the host gave them. */
  runs: z.array(z.string()),
  view: metricsViewSchema,
  logarithmic: z.array(chartSchema),
  /** Charts that are shown as tables. */
  tables: z.array(chartSchema),
  /** The gradient norm that is drawn: a series, `each` for every module, or empty while the person didn't choose. */
  module: z.string(),
});
export type MetricsState = z.infer<typeof metricsStateSchema>;
