import * as z from 'zod';
import { precisionSchema } from './precision';

const optimizerFields = {
  weightDecay: z
    .number()
    .min(0)
    .max(1)
    .default(1e-4)
    .describe('Decoupled weight decay per step, times the learning rate; larger pulls weights harder towards zero.'),
  decayAll: z.boolean().default(false).describe('Weight decay also on biases, norms and prompts.'),
};

const fraction = (initial: number, help: string) => z.number().min(0).lt(1).default(initial).describe(help);

const learningRate = (initial: number) =>
  z.number().positive().max(1000).default(initial).describe('Peak learning rate, reached after the warm-up.');

/** AdamW (Loshchilov and Hutter, 2019) or SGD with momentum. */
export const optimizerSchema = z.discriminatedUnion('name', [
  z
    .strictObject({
      name: z.literal('adamw').default('adamw').describe('AdamW: Adam with decoupled weight decay.'),
      learningRate: learningRate(1e-3),
      ...optimizerFields,
      beta1: fraction(0.9, "Decay per step of the gradient's running mean."),
      beta2: fraction(0.999, "Decay per step of the squared gradient's running mean."),
      epsilon: z.number().positive().max(1).default(1e-8).describe('Added to the denominator, so that it is never 0.'),
    })
    .describe('AdamW: Adam with decoupled weight decay.'),
  z
    .strictObject({
      name: z.literal('sgd').describe('Stochastic gradient descent with momentum.'),
      learningRate: learningRate(1e-2),
      ...optimizerFields,
      momentum: fraction(0.9, 'Decay per step of the velocity; 0 is plain gradient descent.'),
    })
    .describe('Stochastic gradient descent with momentum.'),
]);

export type Optimizer = z.infer<typeof optimizerSchema>;

const stepSchedule = z
  .strictObject({
    name: z.literal('step').describe('Multiply the learning rate by a factor every few epochs.'),
    every: z.int().positive().default(10).describe('Epochs from one drop of the learning rate to the next.'),
    factor: z.number().positive().lt(1).default(0.1).describe('What the learning rate is multiplied by at each drop.'),
  })
  .describe('Multiply the learning rate by a factor every few epochs.');

const scheduleSchema = z.union([z.enum(['cosine', 'linear', 'step', 'constant']), stepSchedule]);

/** How the learning rate goes after the warm-up, every detail filled in. */
export type Schedule = { readonly name: 'cosine' | 'linear' | 'constant' } | Readonly<z.infer<typeof stepSchedule>>;

export const trainingSchema = z
  .strictObject({
    epochs: z.int().positive().max(100_000).default(20).describe('Passes over the training images.'),
    batchSize: z.int().positive().max(65_536).default(32).describe('Images per optimiser step.'),
    microBatchSize: z
      .int()
      .positive()
      .max(65_536)
      .optional()
      .describe(
        'Images computed at once, gradients added up to the batch size; fewer need less memory. Default: chosen.',
      ),
    optimizer: optimizerSchema.prefault({ name: 'adamw' }).describe('What turns gradients into updates.'),
    schedule: scheduleSchema
      .default('cosine')
      .describe(
        'How the learning rate goes after the warm-up: "cosine" and "linear" end at 0, "step" drops, "constant".',
      ),
    warmupEpochs: z
      .number()
      .min(0)
      .default(0)
      .describe('Epochs, or a part of one, over which the learning rate rises linearly from 0 to its peak.'),
    gradientClipping: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('Largest norm of the whole gradient; a longer one is scaled down. null: never.'),
    labelSmoothing: fraction(0, 'Share of the target probability spread over all classes; larger regularises.'),
    precision: precisionSchema
      .default('float32')
      .describe(
        'Arithmetic of matrix products: lower is faster where the hardware has it; its effect on the loss is recorded each epoch.',
      ),
  })
  .refine(({ batchSize, microBatchSize }) => microBatchSize === undefined || microBatchSize <= batchSize, {
    path: ['microBatchSize'],
    message: 'must not be larger than the batch size',
  })
  .refine(({ epochs, warmupEpochs }) => warmupEpochs <= epochs, {
    path: ['warmupEpochs'],
    message: 'must not be longer than the training itself',
  });

export type Training = z.infer<typeof trainingSchema>;

/** The schedule with its details filled in, whichever way it was written. */
export function scheduleOf({ schedule }: Pick<Training, 'schedule'>): Schedule {
  if (typeof schedule === 'object') {
    return schedule;
  }
  return schedule === 'step' ? stepSchedule.parse({ name: schedule }) : { name: schedule };
}
