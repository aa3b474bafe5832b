import * as z from 'zod';
import { engineProgressSchema, engineReportSchema } from './engineReport';

/** `install` and `remove` are of TensorFlow, the others with a word more of ONNX Runtime's CUDA provider. */
export const engineTasks = ['install', 'remove', 'installCuda', 'removeCuda', 'measure'] as const;
const taskSchema = z.enum(engineTasks);
/** What can be done about engines. */
export type EngineTask = z.infer<typeof taskSchema>;

const wordsSchema = z.strictObject({
  title: z.string(),
  looking: z.string(),
  lookAgain: z.string(),
  measure: z.string(),
  install: z.string(),
  remove: z.string(),
  cancel: z.string(),
  /** `{0}`: what is written on a button that there is, or would be elsewhere. Both stand within a sentence. */
  button: z.string(),
  buttonElsewhere: z.string(),
  /** `{0}`: the engine. */
  auto: z.string(),
  engine: z.string(),
  version: z.string(),
  device: z.string(),
  threads: z.string(),
  memory: z.string(),
  memoryHelp: z.string(),
  speed: z.string(),
  imagesPerSecond: z.string(),
  actions: z.string(),
  notUsable: z.string(),
  isAuto: z.string(),
  oneDnn: z.string(),
  noOneDnn: z.string(),
  /** `{0}`: when, `{1}`: what was timed. */
  measured: z.string(),
  notMeasured: z.string(),
  machine: z.string(),
  cores: z.string(),
  noCard: z.string(),
  driver: z.string(),
  /** `{0}`: how much is done, `{1}`: of how much. */
  progress: z.string(),
});
export type EnginesWords = z.infer<typeof wordsSchema>;

/** From the extension host to the page of engines. */
export const enginesMessageSchema = z.discriminatedUnion('type', [
  /** The answer to `ready`. */
  z.strictObject({ type: z.literal('opened'), words: wordsSchema }),
  /** What was found, or why nothing was. */
  z.strictObject({
    type: z.literal('report'),
    report: engineReportSchema.nullable(),
    problem: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('looking') }),
  /** What is being done; null when nothing is. `said` is how the last one ended. */
  z.strictObject({
    type: z.literal('task'),
    task: z.strictObject({ name: taskSchema, progress: engineProgressSchema.nullable() }).nullable(),
    said: z.strictObject({ text: z.string(), isProblem: z.boolean() }).nullable(),
  }),
]);
export type EnginesMessage = z.infer<typeof enginesMessageSchema>;

/** From the page of engines to the extension host. */
export const enginesRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('look') }),
  z.strictObject({ type: z.literal('start'), task: taskSchema }),
  z.strictObject({ type: z.literal('cancel') }),
]);
export type EnginesRequest = z.infer<typeof enginesRequestSchema>;

/** The page remembers nothing: all that it shows is asked for again. */
export const enginesStateSchema = z.strictObject({});
export type EnginesState = z.infer<typeof enginesStateSchema>;
