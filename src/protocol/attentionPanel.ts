import * as z from 'zod';
import { attentionWordsSchema } from './attentionWords';
import { attentionSchema, inspectorRequests, runImageSchema } from './inspection';

const count = z.int().nonnegative();
const floats: z.ZodType<Float32Array> = z.instanceof(Float32Array);
const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);
/** Name of a checkpoint. */
const checkpoint = z.string();
const whichImages = z.enum(['validation', 'mistakes']);
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

const imagesSchema = z.strictObject({ which: whichImages, checkpoint, images: z.array(runImageSchema), total: count });
export type ImageList = z.infer<typeof imagesSchema>;

/** What is asked of the inspecting process, and for what a newer request of the same kind makes an older one void. */
const kind = z.enum(['images', 'attention', 'similarity', 'nearest']);
export type AttentionRequestKind = z.infer<typeof kind>;

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
  z.strictObject({ type: z.literal('attention'), checkpoint, image: z.string(), attention: decodedAttentionSchema }),
  z.strictObject({ type: z.literal('similarity'), similarity: similaritySchema }),
  z.strictObject({ type: z.literal('nearest'), nearest: nearestSchema }),
  /** Of what is under way. */
  z.strictObject({ type: z.literal('progress'), what: z.string(), done: count, total: count }),
  /** What was asked for can't be had: one sentence says why. */
  z.strictObject({ type: z.literal('problem'), kind: z.enum([...kind.options, 'file']), sentence: z.string() }),
]);
export type AttentionMessage = z.infer<typeof attentionMessageSchema>;

/** From the attention panel to the extension host. Images are those that the host told of. */
export const attentionRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('images'), which: whichImages, checkpoint, limit: count.max(500) }),
  z.strictObject({ type: z.literal('attention'), checkpoint, image: z.string() }),
  z.strictObject({ type: z.literal('similarity'), checkpoint }),
  z.strictObject({ type: z.literal('nearest'), checkpoint, layer: count, prompt: count }),
  z.strictObject({ type: z.literal('cancel'), kind }),
  z.strictObject({ type: z.literal('chooseImage') }),
  z.strictObject({ type: z.literal('drop'), name: z.string(), bytes }),
  z.strictObject({ type: z.literal('savePicture'), name: z.string(), png: bytes }),
  z.strictObject({ type: z.literal('copy'), text: z.string() }),
]);
export type AttentionRequest = z.infer<typeof attentionRequestSchema>;

/** What the panel remembers while it is hidden and after a restart. */
export const attentionStateSchema = z.strictObject({
  /** Path of the run folder. */
  run: z.string(),
  strip: z.enum([...whichImages.options, 'own']),
  /** File of the image; null for the first. */
  image: z.string().nullable(),
  /** Null for the best. */
  checkpoint: checkpoint.nullable(),
  mode: z.enum(['patchesToPrompts', 'promptsToPatches', 'clsToPatches', 'clsToPrompts', 'rollout']),
  /** Null for the last. */
  layer: count.nullable(),
  /** Null for the mean of all. */
  head: count.nullable(),
  /** Null for all together. */
  prompt: count.nullable(),
  /** From 0, the image alone, to 1, the map alone. */
  opacity: z.number().min(0).max(1),
  /** Maps that have one scale: none but this, those of the layer, or those of all layers. */
  scale: z.enum(['map', 'layer', 'all']),
  fromZero: z.boolean(),
  smooth: z.boolean(),
});
export type AttentionState = z.infer<typeof attentionStateSchema>;
export type MapMode = AttentionState['mode'];
