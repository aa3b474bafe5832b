import { createHash } from 'node:crypto';
import type { Architecture } from '../backbones/architecture';
import { checkpointFile } from '../protocol/embeddedBackbone';
import { loadCheckpoint } from '../backbones/checkpoint/loadCheckpoint';
import { vitParameters } from '../backbones/vit/parameters';
import { initialize } from './initialization';

/** The weights of a backbone and where they came from. */
export interface BackboneWeights {
  readonly tensors: ReadonlyMap<string, Float32Array>;
  /** The classifier that came with the checkpoint, if any. */
  readonly head: { readonly weight: Float32Array; readonly bias: Float32Array; readonly classes: number } | null;
  /** The checkpoint's file and SHA-256; null for fresh weights. */
  readonly checkpoint: { readonly path: string; readonly sha256: string } | null;
  /** SHA-256 over every tensor, however it came to be. */
  readonly fingerprint: string;
  /** Sentences for people: what was done to make a checkpoint fit, or that there is none. */
  readonly notes: readonly string[];
}

/**
 * Reads a backbone's checkpoint, or without one draws fresh weights that depend on the seed alone.
 * @param mediaFolder where the weights are that travel with the product.
 * @throws {InputError} if the checkpoint can't be read or doesn't fit the architecture.
 */
export async function loadBackboneWeights(
  architecture: Architecture,
  checkpoint: string | null,
  seed: number,
  mediaFolder: string,
): Promise<BackboneWeights> {
  if (checkpoint !== null) {
    const { weights, head, sha256, notes } = await loadCheckpoint(
      checkpointFile(checkpoint, mediaFolder),
      architecture,
    );
    const source = { path: checkpoint, sha256 };
    return { tensors: weights, head: head ?? null, checkpoint: source, fingerprint: fingerprintOf(weights), notes };
  }
  const tensors = new Map(
    vitParameters(architecture).map(parameter => [
      parameter.name,
      initialize(parameter, parameter.initialization, seed),
    ]),
  );
  const notes = [`${architecture.id} has no checkpoint: its weights are random, drawn from seed ${seed}.`];
  return { tensors, head: null, checkpoint: null, fingerprint: fingerprintOf(tensors), notes };
}

function fingerprintOf(tensors: ReadonlyMap<string, Float32Array>): string {
  const hash = createHash('sha256');
  for (const [name, data] of tensors) {
    hash.update(name);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
