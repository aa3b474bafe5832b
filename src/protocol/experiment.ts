import * as z from 'zod';
import { embeddedCheckpoint } from './embeddedBackbone';
import { preprocessingSchema } from './preprocessing';
import { trainingSchema } from './training';

const backboneSchema = z.union([
  z.string().min(1),
  z.strictObject({
    architecture: z.string().min(1).describe('Name of the architecture, for example "vit-tiny-patch16-224".'),
    checkpoint: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Pre-trained weights: a .safetensors file or a folder with one, relative to this file, or "hf:organization/name".',
      ),
  }),
]);

const augmentationSchema = z.strictObject({
  flip: z.boolean().default(false).describe('Mirror training images left to right, every other one by chance.'),
  randomResizedCrop: z
    .boolean()
    .default(false)
    .describe('Train on a random part of each image (8 % to all of its area), resized to the input size.'),
});

const share = (help: string) => z.number().min(0).lt(1).default(0.2).describe(help);

const dataSchema = z
  .strictObject({
    kind: z.literal('image-folder').describe('A folder with one folder of images per class.'),
    path: z.string().min(1).describe('Folder of the images, relative to this file.'),
    validation: share('Share of each class held out to select the model on, from 0 to below 1.'),
    test: share('Share of each class held out for the one evaluation at the end, from 0 to below 1.'),
    shots: z.int().positive().nullable().default(null).describe('Training images per class; null: all of them.'),
    augmentation: augmentationSchema.prefault({}).describe('Random changes of the training images; none by default.'),
    preprocessing: preprocessingSchema
      .partial()
      .optional()
      .describe('What to do differently from the preprocessing that the backbone was pre-trained with.'),
  })
  .refine(({ validation, test }) => validation + test < 1, {
    path: ['validation'],
    message: 'and data.test must together be less than 1, so that images are left to train on',
  });

/** Whether a text may name an experiment: it becomes the name of a folder, and must not look like a path. */
export const isExperimentName = (name: string) => /^[^/\\\p{Cc}]*$/u.test(name) && /[\p{L}\p{N}]/u.test(name);

/** A method as an experiment names it: its id, and the hyper-parameters that only its own schema can check. */
export type MethodEntry = { id: string } & Record<string, unknown>;

/**
 * The schema of an experiment file (`*.tuning.json`) whose `method` entries are checked by the schema given. Every field
 * is optional that has a default; unknown fields are errors.
 */
export function experimentSchemaWith(methodEntry: z.ZodType<MethodEntry>) {
  return z.strictObject({
    name: z
      .string()
      .min(1)
      .refine(name => name === '' || isExperimentName(name), {
        error: ({ input }) =>
          `is ${JSON.stringify(input)}, but run folders are named after it: write at least one letter or digit, and no "/", "\\" or line break`,
      })
      .optional()
      .describe('Name of the experiment; by default that of the file.'),
    backbone: backboneSchema.describe('The pre-trained network: an architecture, or one with its checkpoint.'),
    data: dataSchema.describe('The images, and how they are divided.'),
    method: z
      .union([methodEntry, z.array(methodEntry).min(1).max(4)])
      .describe('How the backbone is tuned: one method, or up to four that act together.'),
    training: trainingSchema.prefault({}).describe('Optimiser, schedule and length of the training.'),
    seed: z
      .int()
      .nonnegative()
      .default(0)
      .describe('Decides every random number: split, initial values, order, dropout.'),
  });
}

/** An experiment with its `method` entries unchecked, for those who read what was checked when it was written. */
export const experimentSchema = experimentSchemaWith(z.looseObject({ id: z.string().min(1) }));

/** An experiment with every default filled in. */
export type Experiment = z.infer<typeof experimentSchema>;

/** An experiment as a person may write it. */
export type ExperimentFile = z.input<typeof experimentSchema>;

/**
 * The backbone's two parts, whichever way it was written. A name alone means the weights that travel with the product,
 * where there are some: `embedded:` and the name stand in the checkpoint's place. An architecture without a checkpoint
 * means fresh weights: null.
 */
export function backboneOf({ backbone }: Pick<Experiment, 'backbone'>): {
  readonly architecture: string;
  readonly checkpoint: string | null;
} {
  return typeof backbone === 'string'
    ? { architecture: backbone, checkpoint: embeddedCheckpoint(backbone) }
    : { architecture: backbone.architecture, checkpoint: backbone.checkpoint ?? null };
}

/** The methods of an experiment as a list, whichever way they were written. */
export function methodEntriesOf({ method }: Pick<Experiment, 'method'>): readonly MethodEntry[] {
  return Array.isArray(method) ? method : [method];
}
