import * as z from 'zod';
import { attentionHead as head } from './inspection';

const count = z.int().nonnegative();
const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);
/** Name of a checkpoint. */
const checkpoint = z.string();

/** Which images are listed. */
export const attentionImages = z.enum(['validation', 'mistakes']);

/** What is asked of the inspecting process, and for what a newer request of the same kind makes an older one void. */
export const attentionRequestKinds = z.enum(['images', 'attention', 'similarity', 'nearest']);
export type AttentionRequestKind = z.infer<typeof attentionRequestKinds>;

/** From the attention panel to the extension host. Images are those that the host told of. */
export const attentionRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('images'), which: attentionImages, checkpoint, limit: count.max(500) }),
  z.strictObject({ type: z.literal('attention'), checkpoint, image: z.string(), head }),
  z.strictObject({ type: z.literal('similarity'), checkpoint }),
  z.strictObject({ type: z.literal('nearest'), checkpoint, layer: count, prompt: count }),
  z.strictObject({ type: z.literal('cancel'), kind: attentionRequestKinds }),
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
  strip: z.enum([...attentionImages.options, 'own']),
  /** File of the image; null for the first. */
  image: z.string().nullable(),
  /** Null for the best. */
  checkpoint: checkpoint.nullable(),
  mode: z.enum(['patchesToPrompts', 'promptsToPatches', 'clsToPatches', 'clsToPrompts', 'rollout']),
  /** Null for the last. */
  layer: count.nullable(),
  head,
  /** Null for all together. */
  prompt: count.nullable(),
  /** Of small maps: by their numbers, or those first that the class token attends to most. */
  order: z.enum(['number', 'attention']).default('number'),
  /** From 0, the image alone, to 1, the map alone. */
  opacity: z.number().min(0).max(1),
  /** Maps that have one scale: none but this, those of the layer, or those of all layers. */
  scale: z.enum(['map', 'layer', 'all']),
  fromZero: z.boolean(),
  smooth: z.boolean(),
});
export type AttentionState = z.infer<typeof attentionStateSchema>;
export type MapMode = AttentionState['mode'];
