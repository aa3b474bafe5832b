import * as z from 'zod';
import { compareRowId, copyFormats } from './compareRequests';
import { seriesColors } from './seriesColors';

const count = z.int().nonnegative();
const share = z.number();

const styleSchema = z.strictObject({ color: z.enum(seriesColors), dash: count });

/** A value with the ends of its 95 % confidence interval. */
const estimateSchema = z.strictObject({ value: share, low: share, high: share });
export type CompareEstimate = z.infer<typeof estimateSchema>;

/** Runs that are the same but for their seeds. */
const rowSchema = z.strictObject({
  row: compareRowId,
  name: z.string(),
  backbone: z.string(),
  /** The methods' ids, joined by ` + `. */
  method: z.string(),
  /** Their hyper-parameters, and the precision if it is not the usual one. */
  settings: z.string(),
  /** What it looks like wherever it is drawn: that of its first run elsewhere. */
  style: styleSchema,
  runs: z.array(z.strictObject({ title: z.string(), seed: count.nullable() })).min(1),
  /** Each seed counts once. */
  seeds: count,
  /** Trained values without the head; null if nobody counted. */
  trainable: count.nullable(),
  head: count.nullable(),
  test: estimateSchema.nullable(),
  validation: share.nullable(),
  seconds: z.number().nullable(),
  /** The most that its processes held, as far as they said. */
  memoryBytes: z.number().nullable(),
  /** Test accuracy less that of the baseline; null of the baseline itself. */
  difference: share.nullable(),
  /** Its interval, and its chance if there were none, where the two can be tested against each other. */
  tested: z.strictObject({ ...estimateSchema.shape, p: share }).nullable(),
  /** Why it can't be set beside the baseline as it is. */
  unfair: z.array(z.string()),
});
export type CompareRow = z.infer<typeof rowSchema>;

/** Validation accuracy of one run after each of its epochs. */
const curveSchema = z.strictObject({
  row: compareRowId,
  title: z.string(),
  seed: count.nullable(),
  epochs: z.instanceof(Float64Array),
  accuracy: z.instanceof(Float64Array),
});
export type CompareCurve = z.infer<typeof curveSchema>;

/** How the test images of a row's runs were classified, added up: `[classes, classes]`, row by true class. */
const confusionSchema = z.strictObject({
  row: compareRowId,
  classes: z.array(z.string()),
  counts: z.instanceof(Float64Array),
  /** How many were added up, and whether some of them have the same seed. */
  runs: count,
  repeatsSeeds: z.boolean(),
  /** The fewest and the most in a run. */
  images: z.tuple([count, count]),
});
export type CompareConfusion = z.infer<typeof confusionSchema>;

/** A field of the experiment files in which rows differ: a value for each row, in their order. */
const differenceSchema = z.strictObject({ field: z.string(), values: z.array(z.string()) });
export type CompareDifference = z.infer<typeof differenceSchema>;

const wordsSchema = z.strictObject({
  title: z.string(),
  waiting: z.string(),
  none: z.string(),
  experiment: z.string(),
  method: z.string(),
  backbone: z.string(),
  seeds: z.string(),
  trainable: z.string(),
  head: z.string(),
  test: z.string(),
  validation: z.string(),
  time: z.string(),
  memory: z.string(),
  difference: z.string(),
  notComparable: z.string(),
  baseline: z.string(),
  /** `{0}`: the row. */
  makeBaseline: z.string(),
  /** Units, beneath the titles of their columns. */
  percent: z.string(),
  percentWithInterval: z.string(),
  points: z.string(),
  parameters: z.string(),
  clock: z.string(),
  gigabytes: z.string(),
  best: z.string(),
  bestHelp: z.string(),
  chance: z.string(),
  paired: z.string(),
  copyAs: z.string(),
  copied: z.string(),
  scatterTitle: z.string(),
  scatterX: z.string(),
  /** Where no run was tested yet. */
  scatterValidation: z.string(),
  pareto: z.string(),
  /** Where the front is one point. `{0}`: its row. */
  paretoOfOne: z.string(),
  noAccuracy: z.string(),
  curvesTitle: z.string(),
  epoch: z.string(),
  noCurves: z.string(),
  /** `{0}`: its number. */
  seed: z.string(),
  confusionTitle: z.string(),
  noConfusion: z.string(),
  trueClass: z.string(),
  predictedClass: z.string(),
  mistakes: z.string(),
  /** `{0}`: how many. */
  testImages: z.string(),
  /** `{0}` seeds or runs, `{1}`: how many images. */
  sumOfSeeds: z.string(),
  sumOfRuns: z.string(),
  /** `{0}` of the `{1}` images of a class were mistaken, `{2}` of them. */
  mistakenOf: z.string(),
  differencesTitle: z.string(),
  noDifferences: z.string(),
  field: z.string(),
  asTable: z.string(),
});
export type CompareWords = z.infer<typeof wordsSchema>;

/** From the extension host to the compare panel. */
export const compareMessageSchema = z.discriminatedUnion('type', [
  /** The answer to `ready`. `paths` is only to be kept, so that the panel can be restored. */
  z.strictObject({ type: z.literal('opened'), words: wordsSchema, paths: z.array(z.string()) }),
  z.strictObject({
    type: z.literal('comparison'),
    baseline: compareRowId.nullable(),
    rows: z.array(rowSchema),
    curves: z.array(curveSchema),
    confusions: z.array(confusionSchema),
    differences: z.array(differenceSchema),
    /** What is the same in all rows; empty if nothing is. */
    shared: z.string(),
    /** What a reader must know of the table, a sentence each. */
    notes: z.array(z.string()),
    /** Runs that can't be compared, a sentence each. */
    problems: z.array(z.string()),
  }),
  /** The table is in the clipboard. */
  z.strictObject({ type: z.literal('copied'), format: z.enum(copyFormats) }),
]);
export type CompareMessage = z.infer<typeof compareMessageSchema>;
export type Comparison = Extract<CompareMessage, { type: 'comparison' }>;
