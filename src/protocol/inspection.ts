import * as z from 'zod';
import { encodedFloatsSchema } from './floats';
import { preprocessingSchema } from './preprocessing';
import { notification, request } from './request';

const count = z.int().nonnegative();
/** A picture as a PNG file in base64. */
const picture = z.base64();
/** A checkpoint of the run by its name; null for the one that the run selected, or its best so far. */
const checkpoint = z.string().nullable();

/** Of attention; null for the mean of all. */
export const attentionHead = count.nullable();

/** What a forecast depends on. */
const forecastQuestionSchema = z.strictObject({
  file: z.string(),
  text: z.string(),
  measure: z.boolean(),
  engine: z.string().optional(),
  threads: z.int().positive().optional(),
  runs: count.optional(),
});
export type ForecastQuestion = z.infer<typeof forecastQuestionSchema>;

/** What an experiment will cost on this machine. */
export const forecastSchema = z.object({
  /** Of one training step, per image: forward, backward and update; a multiply-add counts as two. */
  flopsPerImage: z.number(),
  /** The most that the training process is expected to hold. */
  memoryBytes: z.number(),
  /** Training and validation of one epoch, once what is computed once per image has been. */
  secondsPerEpoch: z.number(),
  /** What the first epoch takes longer, where a frozen prefix is computed once and kept. */
  secondsOnce: z.number(),
  trainImages: count,
  validationImages: count,
  engine: z.string(),
  threads: count,
  /** `measured`: some steps of this experiment were run; `estimated`: from the rate of another measurement. */
  basis: z.enum(['measured', 'estimated']),
  /** How many runs trained on this machine while its speed was measured, which makes it slower than it is alone. */
  besideRuns: count,
});
export type Forecast = z.infer<typeof forecastSchema>;

/** What the checkpoint of an experiment makes of the architecture that the experiment names. */
const backboneFactsSchema = z.object({
  /** `name`: there is no checkpoint to look into. `absent`, `unusable`: `problem` says why the name is what counts. */
  by: z.enum(['name', 'checkpoint', 'absent', 'unusable']),
  problem: z.string().nullable(),
  /** The name of another architecture, that the checkpoint has the tensors of. */
  fits: z.string().nullable(),
  /** What was taken from where, and what had to be assumed; sentences. */
  notes: z.array(z.string()),
  /** The fields of the architecture that a checkpoint may change, as they are. */
  refinements: z.object({
    normEpsilon: z.number(),
    activation: z.enum(['gelu', 'quick-gelu']),
    pooling: z.enum(['cls', 'mean', 'cls-mean']),
    projection: count.nullable(),
    preprocessing: preprocessingSchema,
  }),
});
export type BackboneFacts = z.infer<typeof backboneFactsSchema>;

/** What the images of a folder look like to the network. */
export const previewSchema = z.object({
  images: count,
  classes: z.array(z.object({ name: z.string(), count })),
  /** How they are divided; null where the division fails, and `problem` says why. */
  splits: z.object({ train: count, validation: count, test: count }).nullable(),
  problem: z.string().nullable(),
  thumbnails: z.array(z.object({ className: z.string(), file: z.string(), picture })),
});
export type Preview = z.infer<typeof previewSchema>;

/** One image of a run, and what the run's model makes of it. */
export const runImageSchema = z.object({
  /** Absolute path of the file. */
  file: z.string(),
  className: z.string(),
  predicted: z.string(),
  /** Of the class predicted. */
  probability: z.number(),
  picture,
});
export type RunImage = z.infer<typeof runImageSchema>;

const mapsSchema = z.object({
  /** `[layers, heads, patches]`: softmax weights of the class token on each patch, in raster order. */
  clsToPatches: encodedFloatsSchema,
  /** `[layers, heads, prompts]`; zeros where a layer has fewer prompts. */
  clsToPrompts: encodedFloatsSchema,
  /** `[layers, promptHeads, prompts, patches]`: how much each patch attends to each prompt. */
  patchesToPrompts: encodedFloatsSchema,
  /**
   * `[layers, promptHeads, prompts, patches]`: what each prompt would read of the image, as softmax weights over all keys.
   */
  promptsToPatches: encodedFloatsSchema,
  /** `[patches]`: the class token's share of each patch through all layers (Abnar and Zuidema, 2020). */
  rolloutPatches: encodedFloatsSchema,
  /** `[layers, prompts]`: the class token's share of the prompts that each layer brought. */
  rolloutPrompts: encodedFloatsSchema,
  /** Most probable first; empty for a backbone without a head. */
  predictions: z.array(z.object({ name: z.string(), probability: z.number() })),
});

/** The attention of one image. */
export const attentionSchema = z.object({
  layers: count,
  heads: count,
  /**
   * Heads of the maps with a prompt at one end. All of them; or 1 where all would be too much for a wire: then these maps
   * are of the head that was asked for.
   */
  promptHeads: count,
  /** Patches along a side. */
  grid: count,
  /** The most prompts that any layer has. */
  prompts: count,
  /** How many prompts each layer reads. */
  promptsOfLayer: z.array(count),
  /** How many keys the softmax of each layer runs over: prompts, class token, registers and patches. */
  keysOfLayer: z.array(count),
  /** Whether prompts are carried from layer to layer (VPT-Shallow), or each layer has its own (VPT-Deep). */
  carried: z.boolean(),
  /** The image as the network sees it, before normalisation. */
  picture,
  /** What limits the maps, a sentence each: for example that rollout leaves an adapter out. */
  notes: z.array(z.object({ about: z.enum(['prompts to patches', 'rollout', 'every map']), sentence: z.string() })),
  tuned: mapsSchema,
  /** The backbone as it was before tuning: the same arrays without prompts. */
  before: mapsSchema,
});
export type EncodedAttention = z.infer<typeof attentionSchema>;

/** What the extension host asks of the inspecting process, which computes for panels. Paths are absolute. */
export const inspectorRequests = {
  /**
   * `text` is that of the experiment file, which need not be saved; `engine` is the choice for its training, the best one
   * if absent; `threads` are those of its training, all cores if absent; `runs` train on this machine meanwhile, none if absent.
   */
  forecast: request('forecast', forecastQuestionSchema, forecastSchema),
  /** Reads the headers of the checkpoint's files and what is beside them: neither weights nor the network. */
  backbone: request('backbone', z.strictObject({ file: z.string(), text: z.string() }), backboneFactsSchema),
  preview: request(
    'preview',
    z.strictObject({ file: z.string(), text: z.string(), thumbnails: count.max(100) }),
    previewSchema,
  ),
  /** Images of the validation split, or those of it that the model gets wrong, surest first. */
  images: request(
    'images',
    z.strictObject({ run: z.string(), checkpoint, which: z.enum(['validation', 'mistakes']), limit: count.max(500) }),
    z.object({ images: z.array(runImageSchema), total: count }),
  ),
  attention: request(
    'attention',
    z.strictObject({ run: z.string(), checkpoint, image: z.string(), head: attentionHead }),
    attentionSchema,
  ),
  /** Cosine similarity of the prompts of each layer: `[layers, prompts, prompts]`. */
  promptSimilarity: request(
    'promptSimilarity',
    z.strictObject({ run: z.string(), checkpoint }),
    z.object({ layers: count, prompts: count, promptsOfLayer: z.array(count), similarity: encodedFloatsSchema }),
  ),
  /** The patches of the validation images whose tokens are nearest to a prompt in its layer, nearest first. */
  nearestPatches: request(
    'nearestPatches',
    z.strictObject({ run: z.string(), checkpoint, layer: count, prompt: count, limit: count.max(100) }),
    z.object({
      patches: z.array(
        z.object({
          file: z.string(),
          className: z.string(),
          row: count,
          column: count,
          similarity: z.number(),
          /** The patch alone. */
          picture,
        }),
      ),
      images: count,
    }),
  ),
};

/** What the inspecting process tells while it works on a request. */
export const inspectorNotifications = {
  progress: notification('progress', z.strictObject({ what: z.string(), done: count, total: count })),
};
