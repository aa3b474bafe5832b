import * as z from 'zod';

const count = z.int().nonnegative();

/** Everything that may compute, each on its own: the providers of ONNX Runtime are engines too. */
export const engineIds = [
  'onnxruntime',
  'onnxruntime-cuda',
  'onnxruntime-webgpu',
  'onnxruntime-coreml',
  'onnxruntime-directml',
  'tensorflow',
  'reference',
] as const;
const engineIdSchema = z.enum(engineIds);
export type EngineId = z.infer<typeof engineIdSchema>;

/** What a person may ask for: an engine, or the best one. */
export const engineChoices = ['auto', ...engineIds] as const;
export type EngineChoice = (typeof engineChoices)[number];

/** Whether an engine can be used here, and if not, why and what would make it usable. Others read it as JSON: only add to it. */
export const engineStatusSchema = z.object({
  id: engineIdSchema,
  title: z.string(),
  usable: z.boolean(),
  version: z.string().nullable(),
  /** `cpu` or `gpu`. */
  devices: z.array(z.string()),
  /** What the device is called; null where that can't be found out, or it is the processor. */
  adapter: z.string().nullable(),
  /** One sentence: why it can't be used and what to do; null when it can. */
  reason: z.string().nullable(),
  threads: count.nullable(),
  /** What a process that has loaded it and computed a small product holds. */
  memoryBytes: count.nullable(),
  /** Whether TensorFlow takes Intel's oneDNN for its operations; null of other engines. */
  oneDnn: z.boolean().nullable(),
  /** Its native library; null where it has none or none is found. */
  library: z.string().nullable(),
  /** What `engines install` and `engines remove` can do about it now, and by which name they know it. */
  action: z.enum(['install', 'remove']).nullable(),
  installable: z.enum(['tensorflow', 'cuda']).nullable(),
  /** Whether `--engine auto` means it. */
  auto: z.boolean(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

/** The machine, as far as it bears on speed. */
export const machineSchema = z.object({
  /** Of operating system and processor, such as `linux-x64`. */
  platform: z.string(),
  processor: z.string(),
  cores: count,
  memoryBytes: count,
  /** NVIDIA's cards; of others nothing is known. */
  cards: z.array(z.object({ name: z.string(), driver: z.string().nullable(), memoryBytes: count.nullable() })),
});
export type Machine = z.infer<typeof machineSchema>;

/** How fast training steps were on one engine, or why that could not be measured. */
export const measuredEngineSchema = z.object({
  engine: z.string(),
  device: z.string(),
  version: z.string(),
  result: z
    .object({ imagesPerSecond: z.number().positive(), millisecondsPerStep: z.number(), peakMemoryBytes: count })
    .nullable(),
  /** One sentence where there is no result. */
  problem: z.string().nullable(),
});
export type MeasuredEngine = z.infer<typeof measuredEngineSchema>;

/** A measurement of all usable engines of a machine. */
export const measurementSchema = z.object({
  /** Of the machine that it was made on. */
  fingerprint: z.string(),
  /** ISO 8601. */
  time: z.string(),
  /** What was timed, in words. */
  workload: z.string(),
  engines: z.array(measuredEngineSchema),
});
export type Measurement = z.infer<typeof measurementSchema>;

/** What `visual-tuning engines --report` prints. */
export const engineReportSchema = z.object({
  machine: machineSchema,
  engines: z.array(engineStatusSchema),
  auto: z.object({ engine: z.string(), /** One sentence. */ why: z.string() }),
  /** The last one of this machine. */
  measurement: measurementSchema.nullable(),
});
export type EngineReport = z.infer<typeof engineReportSchema>;

/** What an installation or a measurement is doing. */
export const engineProgressSchema = z.object({
  event: z.literal('progress'),
  /** For a person: what is being done. */
  what: z.string(),
  /** Bytes, or steps, done so far of `total`; null where that isn't known. */
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.enum(['bytes', 'steps']),
});
export type EngineProgress = z.infer<typeof engineProgressSchema>;

/** A line of `engines install|remove|measure --json`. */
export const engineEventSchema = z.discriminatedUnion('event', [
  engineProgressSchema,
  z.object({ event: z.literal('finished'), /** One sentence. */ said: z.string() }),
]);
export type EngineEvent = z.infer<typeof engineEventSchema>;
