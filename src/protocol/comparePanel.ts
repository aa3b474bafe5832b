import * as z from 'zod';
import { compareRowId, copyFormats } from './compareRequests';
import { seriesColors } from './seriesColors';

const count = z.int().nonnegative();
const share = z.number();

const styleSchema = z.strictObject({ color: z.enum(seriesColors), dash: count });

/** A value with the ends of its 95 % confidence interval. */
const estimateSchema = z.strictObject({ value: share, low: share, high: share });

/** Runs that are the same but for their seeds. */
const rowSchema = z.strictObject({
  row: compareRowId,
  name: z.string(),
  backbone: z.string(),
  /** The methods' ids, joined by ` + `. */
  method: z.string(),
  /** Their hyper-parameters, and the precision if it is not the usual one. */
  settings: z.string(),
  /** Titles and looks of its runs. */
  runs: z.array(z.strictObject({ title: z.string(), style: styleSchema, seed: count.nullable() })).min(1),
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
  /** Why it can't be set beside the baseline as it is. */
  unfair: z.array(z.string()),
});
export type CompareRow = z.infer<typeof rowSchema>;

/** Validation accuracy of one run after each of its epochs. */
const curveSchema = z.strictObject({
  row: compareRowId,
  title: z.string(),
  style: styleSchema,
  epochs: z.instanceof(Float64Array),
  accuracy: z.instanceof(Float64Array),
});
export type CompareCurve = z.infer<typeof curveSchema>;

/** How the test images of a row's runs were classified, added up: `[classes, classes]`, row by true class. */
const confusionSchema = z.strictObject({
  row: compareRowId,
  classes: z.array(z.string()),
  counts: z.instanceof(Float64Array),
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
  /** `{0}`: columns with one value, and that. */
  sameInAll: z.string(),
  intervalHelp: z.string(),
  copyAs: z.string(),
  copied: z.string(),
  scatterTitle: z.string(),
  scatterX: z.string(),
  /** Where no run was tested yet. */
  scatterValidation: z.string(),
  pareto: z.string(),
  noAccuracy: z.string(),
  curvesTitle: z.string(),
  epoch: z.string(),
  noCurves: z.string(),
  confusionTitle: z.string(),
  noConfusion: z.string(),
  trueClass: z.string(),
  predictedClass: z.string(),
  mistakes: z.string(),
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
    /** Runs that can't be compared, a sentence each. */
    problems: z.array(z.string()),
  }),
  /** The table is in the clipboard. */
  z.strictObject({ type: z.literal('copied'), format: z.enum(copyFormats) }),
]);
export type CompareMessage = z.infer<typeof compareMessageSchema>;
export type Comparison = Extract<CompareMessage, { type: 'comparison' }>;
