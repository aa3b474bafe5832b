import * as z from 'zod';
import { bestSchema } from './runState';

const count = z.int().nonnegative();

/**
 * The manifest beside a checkpoint's tensors: what the tensors are, and what else a resumed run needs to go on with the
 * same bits. Data order and random numbers follow from seed, epoch and step, so none of them is kept.
 */
export const checkpointManifestSchema = z.object({
  version: z.literal(1),
  /** Epochs finished. */
  epoch: count,
  /** Steps finished. */
  step: count,
  /** false: a snapshot to look at, without the optimiser's moments. */
  resumable: z.boolean().default(true),
  /** Of the file of tensors, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  tensors: z.array(z.object({ name: z.string(), shape: z.array(count) })),
  /** `step`: updates done, t in the bias corrections of AdamW. */
  optimizer: z.object({ step: count }),
  /** Of dynamic loss scaling (float16): the factor, and the updates made since it last changed. */
  lossScale: z.object({ scale: z.number().positive(), updates: count }).optional(),
  /** Names of the classes, in the order of the head's rows. */
  classes: z.array(z.string()),
  best: bestSchema.nullable(),
  /** Running sums of the epoch under way, by name; empty between epochs. */
  progress: z.record(z.string(), z.number()),
});

export type CheckpointManifest = z.infer<typeof checkpointManifestSchema>;

/** The name of an optimiser's moment of a tensor in a checkpoint: `m` the first (or the velocity), `v` the second. */
export function momentName(moment: 'm' | 'v', tensor: string): string {
  return `optimizer.${moment}.${tensor}`;
}
