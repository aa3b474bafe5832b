import * as z from 'zod';

const finite = z.number();

/** A run as the page names it: never by its path. */
export const runIdSchema = z.string().min(1).max(200);

export const metricsCharts = [
  'loss',
  'accuracy',
  'gradientNorm',
  'learningRate',
  'imagesPerSecond',
  'memory',
  'precision',
] as const;
export const metricsChartSchema = z.enum(metricsCharts);
export type MetricsChart = z.infer<typeof metricsChartSchema>;

export const metricsAxes = ['step', 'epoch', 'time'] as const;
export const metricsAxisSchema = z.enum(metricsAxes);
export type MetricsAxis = z.infer<typeof metricsAxisSchema>;

/** A stretch of the axis: steps, epochs, or seconds of training. */
const rangeSchema = z.strictObject({ min: finite, max: finite });
export type AxisRange = z.infer<typeof rangeSchema>;

/** What the host needs to know to send the right points. */
export const metricsViewSchema = z.strictObject({
  axis: metricsAxisSchema,
  /** Weight of what was before in the exponential mean, 0 (none) to below 1. */
  smoothing: z.number().min(0).max(0.999),
  /** null: all of the runs. */
  range: rangeSchema.nullable(),
});
export type MetricsView = z.infer<typeof metricsViewSchema>;

/** What begins the name of a module's series. */
export const moduleSeries = 'module:';

export const runActions = ['pause', 'continue', 'stop', 'resume', 'setLearningRate', 'inspectAttention'] as const;
export const runActionSchema = z.enum(runActions);
export type RunAction = z.infer<typeof runActionSchema>;

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
    run: runIdSchema,
    action: runActionSchema,
    /** The new peak, of `setLearningRate` alone. */
    peak: z.number().positive().max(1000).optional(),
  }),
  /** Plot it no longer. */
  z.strictObject({ type: z.literal('remove'), run: runIdSchema }),
  z.strictObject({
    type: z.literal('savePng'),
    chart: metricsChartSchema,
    picture: z.instanceof(Uint8Array).refine(({ length }) => length <= largestPicture),
  }),
  /** Every step, exact; null: of all charts. */
  z.strictObject({ type: z.literal('saveCsv'), chart: metricsChartSchema.nullable() }),
]);
export type MetricsRequest = z.infer<typeof metricsRequestSchema>;

/** What the panel remembers while it is hidden and after a restart. */
export const metricsStateSchema = z.strictObject({
  /** Paths of the runs plotted, as the host gave them. */
  runs: z.array(z.string()),
  view: metricsViewSchema,
  logarithmic: z.array(metricsChartSchema),
  /** Charts that are shown as tables. */
  tables: z.array(metricsChartSchema),
  /** The gradient norm that is drawn: a series, `each` for every module, or empty while the person didn't choose. */
  module: z.string(),
});
export type MetricsState = z.infer<typeof metricsStateSchema>;
