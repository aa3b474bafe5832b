import * as z from 'zod';
import { attentionImages, attentionRequestKinds } from './attentionRequests';
import { attentionWordsSchema } from './attentionWords';
import { attentionHead as head, attentionSchema, inspectorRequests, runImageSchema } from './inspection';

const count = z.int().nonnegative();
const floats: z.ZodType<Float32Array> = z.instanceof(Float32Array);
/** Name of a checkpoint. */
const checkpoint = z.string();
const encodedMaps = attentionSchema.shape.tuned.shape;

/** The arrays of `attentionSchema`, as they are computed with. */
const mapsSchema = z.strictObject({
  clsToPatches: floats,
  clsToPrompts: floats,
  patchesToPrompts: floats,
  promptsToPatches: floats,
  rolloutPatches: floats,
  rolloutPrompts: floats,
  predictions: encodedMaps.predictions,
});
export type AttentionMaps = z.infer<typeof mapsSchema>;

/** The attention of one image in all layers and heads. */
const decodedAttentionSchema = z.strictObject({ ...attentionSchema.shape, tuned: mapsSchema, before: mapsSchema });
export type Attention = z.infer<typeof decodedAttentionSchema>;

const checkpointSchema = z.strictObject({
  name: checkpoint,
  /** Epochs finished. */
  epoch: count,
  step: count,
  /** Whether it was made within the epoch after those. */
  within: z.boolean(),
  /** Whether it is of the epoch that validation selected, so far. */
  best: z.boolean(),
});
export type PanelCheckpoint = z.infer<typeof checkpointSchema>;

/** An image of the person's own. */
const ownImageSchema = z.strictObject({ file: z.string(), name: z.string() });
export type OwnImage = z.infer<typeof ownImageSchema>;

const nearestSchema = z.strictObject({
  checkpoint,
  layer: count,
  prompt: count,
  found: inspectorRequests.nearestPatches.result,
});
export type NearestPatches = z.infer<typeof nearestSchema>;

const similaritySchema = z.strictObject({
  checkpoint,
  layers: count,
  prompts: count,
  promptsOfLayer: z.array(count),
  /** `[layers, prompts, prompts]`. */
  similarity: floats,
});
export type PromptSimilarity = z.infer<typeof similaritySchema>;

const imagesSchema = z.strictObject({
  which: attentionImages,
  checkpoint,
  images: z.array(runImageSchema),
  total: count,
});
export type ImageList = z.infer<typeof imagesSchema>;

/** From the extension host to the attention panel. */
export const attentionMessageSchema = z.discriminatedUnion('type', [
  /** The answer to `ready`. `run` is the path of the run folder, which the page keeps so that the panel can be restored. */
  z.strictObject({
    type: z.literal('opened'),
    run: z.string(),
    title: z.string(),
    words: attentionWordsSchema,
    checkpoints: z.array(checkpointSchema),
    own: z.array(ownImageSchema),
  }),
  /** The run has others now. */
  z.strictObject({ type: z.literal('checkpoints'), checkpoints: z.array(checkpointSchema) }),
  /** An image was chosen or dropped. */
  z.strictObject({ type: z.literal('own'), image: ownImageSchema }),
  z.strictObject({ type: z.literal('images'), list: imagesSchema }),
  /** `head` is the one that was asked for. */
  z.strictObject({
    type: z.literal('attention'),
    checkpoint,
    image: z.string(),
    head,
    attention: decodedAttentionSchema,
  }),
  z.strictObject({ type: z.literal('similarity'), similarity: similaritySchema }),
  z.strictObject({ type: z.literal('nearest'), nearest: nearestSchema }),
  /** Of what is under way. */
  z.strictObject({ type: z.literal('progress'), what: z.string(), done: count, total: count }),
  /** What was asked for can't be had: one sentence says why. */
  z.strictObject({
    type: z.literal('problem'),
    kind: z.enum([...attentionRequestKinds.options, 'file']),
    sentence: z.string(),
  }),
]);
export type AttentionMessage = z.infer<typeof attentionMessageSchema>;
