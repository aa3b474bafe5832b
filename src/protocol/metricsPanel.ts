import * as z from 'zod';
import { metricsAxisSchema, metricsChartSchema, runActionSchema, runIdSchema } from './metricsRequests';
import { precisionSchema } from './precision';
import { seriesColors } from './seriesColors';

const count = z.int().nonnegative();
const measured = z.number().nullable();
const finite = z.number();

/**
 * What a curve measures. Of the training: `loss.train`, `accuracy.train`, `gradientNorm` (the whole gradient),
 * `module:<name>` (a module's), `learningRate`, `imagesPerSecond`, `memory`. Of epochs: `loss.validation`, `accuracy.validation`.
 * What a lower precision does to the loss: `precision.loss` in that precision, `precision.float32`, and of the first
 * `precision.difference` from the second and `precision.relative`, which is that as a share of the second.
 */
const seriesId = z.string().min(1).max(200);
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

/** One row per epoch, exact. */
const tableSchema = z.strictObject({
  epoch: z.instanceof(Float64Array),
  columns: z.array(z.strictObject({ series: seriesId, y: z.instanceof(Float64Array) })),
});
export type EpochTable = z.infer<typeof tableSchema>;

const runCurvesSchema = z.strictObject({
  run: runIdSchema,
  /** Where the run's points end on the axis. */
  end: finite,
  curves: z.array(curveSchema),
  /** What is measured in steps is the mean over the epoch, learning rate and memory its last. */
  epochs: tableSchema,
  /** From before the first step, epoch 0; empty for runs in float32. */
  precision: tableSchema,
});
export type RunCurves = z.infer<typeof runCurvesSchema>;

/** The line at the head of the panel for a run. */
const runLineSchema = z.strictObject({
  run: runIdSchema,
  title: z.string(),
  style: z.strictObject({ color: z.enum(seriesColors), dash: count }),
  precision: precisionSchema,
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
  actions: z.array(runActionSchema),
  /** Why it failed, in a sentence or several; null if it did not. */
  failure: z.string().nullable(),
  /** What is wrong with its files, a sentence each. */
  problems: z.array(z.string()),
});
export type RunLine = z.infer<typeof runLineSchema>;

export const logKinds = ['progress', 'change', 'warning', 'failure', 'result'] as const;
const logEntrySchema = z.strictObject({
  run: runIdSchema,
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
  charts: z.record(metricsChartSchema, z.string()),
  /** Of the values of each chart, as its table and its picture name it; empty where there is none. */
  units: z.record(metricsChartSchema, z.string()),
  axes: z.record(metricsAxisSchema, z.string()),
  actions: z.record(runActionSchema, z.string()),
  train: z.string(),
  validation: z.string(),
  /** `{0}`: a precision. */
  effectOf: z.string(),
  /** What its series are called, by the ends of their names. */
  precision: z.strictObject({
    /** `{0}`: the precision. */
    loss: z.string(),
    float32: z.string(),
    difference: z.string(),
    relative: z.string(),
  }),
  /** `{0}`: the precision; `{1}` and `{2}`: the loss in it and in float32; `{3}` and `{4}`: their difference, and as a share. */
  effectNow: z.string(),
  /** `{0}`: the epoch. */
  afterEpoch: z.string(),
  beforeTraining: z.string(),
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
  close: z.string(),
  notFinite: z.string(),
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
  run: runIdSchema,
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
  z.strictObject({
    type: z.literal('acted'),
    run: runIdSchema,
    action: runActionSchema,
    problem: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('problem'), sentence: z.string() }),
]);
export type MetricsMessage = z.infer<typeof metricsMessageSchema>;
