import { type Architecture, gridSize } from '../backbones/architecture';
import type { Engine } from '../engines/engine';

/** What computes, as far as it bears on how much it should compute at once. */
export type Device = Pick<Engine, 'device' | 'memoryBytes'>;

/** Share of a card's memory that one micro-batch's values may take; the runtime's own copies come on top. */
const share = 0.4;

/** What a card is taken to have where it doesn't say. */
const usualCard = 8e9;

/** What one micro-batch's values may take. On a processor larger is no faster, so memory is left to others. */
const largestBytes = ({ device, memoryBytes = usualCard }: Device) => (device === 'cpu' ? 1e9 : share * memoryBytes);

/**
 * How many images to compute at once. On a processor four images keep a large network's matrix products as busy as
 * sixteen; small networks need more, and a card takes all that it has memory for. A batch that doesn't fit is split into
 * micro-batches of equal size.
 */
export function microBatchSize(architecture: Architecture, batchSize: number, device: Device): number {
  const { depth, width, heads } = architecture;
  const tokens = gridSize(architecture) ** 2 + 1;
  // About 20 arrays of tokens and two of attention weights in each block are alive when the backward pass begins.
  const bytesPerImage = 4 * depth * (20 * tokens * width + 2 * heads * tokens ** 2);
  const fitting = Math.max(1, Math.floor(largestBytes(device) / bytesPerImage));
  return Math.ceil(batchSize / Math.ceil(batchSize / fitting));
}

/** Splits a list into runs of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
