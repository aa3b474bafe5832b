import { createHash } from 'node:crypto';
import type { Architecture } from '../backbones/architecture';
import { checkpointFile } from '../protocol/embeddedBackbone';
import { loadCheckpoint } from '../backbones/checkpoint/loadCheckpoint';
import type { HubOptions } from '../backbones/hub/fetchCheckpointFolder';
import { localCheckpoint } from '../backbones/hub/localCheckpoint';
import { refineArchitecture } from '../backbones/resolveBackbone';
import { vitParameters } from '../backbones/vit/parameters';
import { initialize } from './initialization';

/** The weights of a backbone and where they came from. */
export interface BackboneWeights {
  /** The architecture as the checkpoint and the files beside it make it exact. */
  readonly architecture: Architecture;
  readonly tensors: ReadonlyMap<string, Float32Array>;
  /** The classifier that came with the checkpoint, if any. */
  readonly head: { readonly weight: Float32Array; readonly bias: Float32Array; readonly classes: number } | null;
  /** The checkpoint's file and SHA-256; null for fresh weights. */
  readonly checkpoint: { readonly path: string; readonly sha256: string } | null;
  /** SHA-256 over every tensor and what else decides the forward pass, however it came to be. */
  readonly fingerprint: string;
  /** Sentences for people: what was done to make a checkpoint fit, or that there is none. */
  readonly notes: readonly string[];
}

export interface BackboneWeightsOptions extends Pick<HubOptions, 'onProgress' | 'signal'> {
  /** Of fresh weights. */
  readonly seed: number;
  /** Where the weights are that travel with the product. */
  readonly mediaFolder: string;
}

/**
 * Reads a backbone's checkpoint, fetching it from the hub first if that is where it is; without one draws fresh weights
 * that depend on the seed alone.
 * @throws {InputError} if the checkpoint can't be had or read, or doesn't fit the architecture.
 */
export async function loadBackboneWeights(
  architecture: Architecture,
  checkpoint: string | null,
  { seed, mediaFolder, onProgress, signal }: BackboneWeightsOptions,
): Promise<BackboneWeights> {
  if (checkpoint !== null) {
    const path = await localCheckpoint(checkpointFile(checkpoint, mediaFolder), { onProgress, signal });
    const refined = await refineArchitecture(architecture, path);
    const { weights, head, sha256, notes } = await loadCheckpoint(path, refined.architecture);
    return {
      architecture: refined.architecture,
      tensors: weights,
      head: head ?? null,
      checkpoint: { path: checkpoint, sha256 },
      fingerprint: fingerprintOf(refined.architecture, weights),
      notes: [...refined.notes, ...notes],
    };
  }
  const tensors = new Map(
    vitParameters(architecture).map(parameter => [
      parameter.name,
      initialize(parameter, parameter.initialization, seed),
    ]),
  );
  const notes = [`${architecture.id} has no checkpoint: its weights are random, drawn from seed ${seed}.`];
  return {
    architecture,
    tensors,
    head: null,
    checkpoint: null,
    fingerprint: fingerprintOf(architecture, tensors),
    notes,
  };
}

/** The facts that configuration files beside a checkpoint may change belong to it as its tensors do. */
function fingerprintOf(
  { normEpsilon, activation, pooling, projection }: Architecture,
  tensors: ReadonlyMap<string, Float32Array>,
): string {
  const hash = createHash('sha256').update(JSON.stringify({ normEpsilon, activation, pooling, projection }));
  for (const [name, data] of tensors) {
    hash.update(name);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
