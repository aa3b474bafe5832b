import { type Architecture, gridSize } from '../backbones/architecture';

/** What one micro-batch's values may take. Larger is no faster, so memory is left to others. */
const largestBytes = 1e9;

/**
 * How many images to compute at once. Four images keep a large network's matrix products as busy as sixteen; small
 * networks need more. A batch that doesn't fit is split into micro-batches of equal size.
 */
export function microBatchSize(architecture: Architecture, batchSize: number): number {
  const { depth, width, heads } = architecture;
  const tokens = gridSize(architecture) ** 2 + 1;
  // About 20 arrays of tokens and two of attention weights in each block are alive when the backward pass begins.
  const bytesPerImage = 4 * depth * (20 * tokens * width + 2 * heads * tokens ** 2);
  const fitting = Math.max(1, Math.floor(largestBytes / bytesPerImage));
  return Math.ceil(batchSize / Math.ceil(batchSize / fitting));
}

/** Splits a list into runs of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
