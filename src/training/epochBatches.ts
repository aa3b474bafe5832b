import { epochOrder } from '../data/batches';
import type { Item } from '../data/item';
import type { TrainingParts } from './train';
import { chunks } from './microBatch';

/**
 * The training images of an epoch, in its order: batches, each of micro-batches. It depends on the seed and the epoch alone.
 */
export function epochBatches(
  { splits, training, seed }: Pick<TrainingParts, 'splits' | 'training' | 'seed'>,
  microBatch: number,
  epoch: number,
): Item[][][] {
  const order = epochOrder(seed, epoch, splits.train.length).map(index => splits.train[index]);
  return chunks(order, training.batchSize).map(batch => chunks(batch, microBatch));
}

/**
 * The images that every epoch reads, training's and validation's, each in the micro-batch in which a training that
 * begins reads it first.
 */
export function firstMicroBatches(
  parts: Pick<TrainingParts, 'splits' | 'training' | 'seed'>,
  microBatch: number,
): Item[][] {
  return [...epochBatches(parts, microBatch, 0).flat(), ...chunks(parts.splits.validation, microBatch)];
}
