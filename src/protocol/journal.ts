import * as z from 'zod';
import { precisionSchema } from './precision';

/** A measured value; null where it was not a finite number. */
const measured = z.number().nullable();
const count = z.int().nonnegative();

/** Mean cross-entropy, and the share of images classified rightly, 0 to 1. */
export const metricsSchema = z.object({ loss: measured, accuracy: measured });
export type Metrics = z.infer<typeof metricsSchema>;

/** How long something took, and what it held: apart from everything else, so that equal runs have equal records. */
export const timingSchema = z.object({
  seconds: z.number().nonnegative().optional(),
  imagesPerSecond: z.number().nonnegative().optional(),
  memoryBytes: z.number().nonnegative().optional(),
});
export type Timing = z.infer<typeof timingSchema>;

const timing = timingSchema.optional();

const entry = <T extends string, S extends z.core.$ZodLooseShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...shape, timing });

/** What a run writes down. Epochs and steps count from 1; `step` is that of the whole run, the number of updates so far. */
export const journalEntrySchema = z.discriminatedUnion('type', [
  entry('started', {
    epochs: count,
    /** Steps of the whole run. */
    steps: count,
    engine: z.string(),
    /** Trained values without the head. */
    trainable: count,
    head: count,
  }),
  /** Everything recorded of steps after this one is void: they are done again. */
  entry('resumed', { fromStep: count }),
  /** An image that can't be used. */
  entry('quarantined', { path: z.string(), reason: z.string() }),
  entry('warning', { message: z.string() }),
  entry('step', {
    epoch: count,
    step: count,
    ...metricsSchema.shape,
    learningRate: z.number(),
    /** Euclidean norm of the whole gradient, before clipping. */
    gradientNorm: measured,
    clipped: z.boolean().optional(),
    /** The same of each module's tensors: a method by its name in the experiment, `head`, or a part of the backbone. */
    modules: z.record(z.string(), measured).optional(),
  }),
  /** Made by the person in mid-run, after `step` steps: it holds from the next one. */
  entry('changed', { step: count, field: z.enum(['learningRate']), from: z.number(), to: z.number() }),
  /**
   * What a lower precision does to the loss: that of the same training images by the same weights, without dropout, in the
   * precision of the run and in float32. Before the first step (epoch 0) and after each epoch, of runs that are not in float32.
   */
  entry('precision', { epoch: count, step: count, precision: precisionSchema, loss: measured, float32Loss: measured }),
  /**
   * The factor on the loss in float16, which keeps small gradients above zero. A smaller one comes with an update that was
   * not made, for its gradient was not finite: it counts as a step in data and schedule, and not in the optimiser.
   */
  entry('lossScale', { step: count, from: z.number(), to: z.number() }),
  entry('paused', { step: count }),
  entry('continued', { step: count }),
  entry('epoch', { epoch: count, step: count, train: metricsSchema, validation: metricsSchema.nullable() }),
  /** `file` is relative to the run folder. */
  entry('checkpoint', { epoch: count, step: count, file: z.string(), best: z.boolean() }),
  /** The model that is tested and kept. */
  entry('selected', { epoch: count, step: count, by: z.enum(['validation accuracy', 'last epoch']) }),
  /** The one reading of the test split; `count` images. */
  entry('test', {
    epoch: count,
    ...metricsSchema.shape,
    count,
    /** How many images of each true class (row) were taken for each class (column), where there are at most 100. */
    confusion: z.array(z.array(count)).optional(),
    /** Names of the classes, in the order of `confusion`. */
    classes: z.array(z.string()).optional(),
    /** Places, among the test images by their paths, of those that were taken for another class; of at most 100,000 images. */
    mistaken: z.array(count).optional(),
  }),
  entry('stopped', { reason: z.string() }),
  /** `diverged`: the numbers were no longer finite, and would be no more if it were resumed. */
  entry('failed', { message: z.string(), diverged: z.literal(true).optional() }),
  entry('finished', {
    epochs: count,
    step: count,
    metrics: z.object({
      train: metricsSchema.nullable(),
      validation: metricsSchema.nullable(),
      test: metricsSchema.nullable(),
    }),
    trainable: count,
    head: count,
    engine: z.string(),
  }),
]);

export type JournalEntry = z.infer<typeof journalEntrySchema>;
export type JournalEntryOf<T extends JournalEntry['type']> = Extract<JournalEntry, { type: T }>;

const stamp = {
  /** Counts from 1 without gaps. */
  n: z.int().positive(),
  time: z.iso.datetime(),
};

/**
 * A line of `journal.jsonl` without its checksum. In the file the last field of each line is `crc`: the CRC-32 of the
 * line as it would be without that field, in 8 hexadecimal digits.
 */
export const journalRecordSchema = z.intersection(z.object(stamp), journalEntrySchema);

export type JournalRecord = JournalEntry & { readonly n: number; readonly time: string };
export type JournalRecordOf<T extends JournalEntry['type']> = Extract<JournalRecord, { type: T }>;
