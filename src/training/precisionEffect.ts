import type { ImageStore } from '../data/imageStore';
import type { Splits } from '../data/splits';
import type { Buffers } from '../engines/engine';
import type { Preprocessing } from '../protocol/preprocessing';
import { meansOf } from './classification';
import type { CompiledForward, CompiledNetwork } from './compiledNetwork';
import { evaluate } from './evaluate';
import { ImageInputs } from './imageInputs';
import { chunks } from './microBatch';

/** The mean cross-entropy of the same images by the same weights, in the precision of training and in float32. */
export interface ComparedLoss {
  readonly loss: number;
  readonly float32Loss: number;
}

/** Measures what a training's precision does to the loss. @param parameters the trainable tensors, by name */
export type PrecisionEffect = (parameters: Buffers) => Promise<ComparedLoss>;

/** Training images that are compared, or a micro-batch of them where that is more. */
const images = 64;

/** What the images that are compared come from. */
export interface PrecisionEffectParts {
  readonly network: CompiledNetwork;
  readonly frozen: Buffers;
  readonly store: ImageStore;
  readonly preprocessing: Preprocessing;
  readonly splits: Splits;
}

/**
 * Compares the first training images, a few micro-batches of them, as evaluation sees them: not augmented, and without
 * dropout. What it makes of them it keeps apart from training, whose bits don't depend on whether this is measured.
 * @returns null where training is in float32 itself
 */
export function precisionEffect(parts: PrecisionEffectParts): PrecisionEffect | null {
  const { network, frozen, store, preprocessing, splits } = parts;
  const { float32, microBatch } = network;
  if (!float32) return null;
  const items = splits.train.slice(0, microBatch * Math.max(1, Math.floor(images / microBatch)));
  const lossIn = (forward: CompiledForward) => {
    const inputs = new ImageInputs(forward, frozen, store, preprocessing, chunks(items, microBatch));
    return async (parameters: Buffers) => {
      const tensors = new Map([...frozen, ...parameters]);
      return meansOf(await evaluate(forward, inputs, tensors, items, splits.classes.length)).loss;
    };
  };
  const [trained, whole] = [lossIn(network), lossIn(float32)];
  return async parameters => ({ loss: await trained(parameters), float32Loss: await whole(parameters) });
}
