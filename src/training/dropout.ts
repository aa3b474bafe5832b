import { RandomStream } from '../random/stream';

/**
 * Draws an inverted dropout mask in place: 0 with probability `rate`, else 1 / (1 - rate) (Srivastava et al., 2014).
 * It depends on the seed, the mask's name, the step and the micro-batch alone, so that a resumed run draws the same.
 */
export function drawMask(
  mask: Float32Array,
  rate: number,
  seed: number,
  name: string,
  step: number,
  microBatch: number,
): void {
  const stream = new RandomStream(seed, 'dropout', name, step, microBatch);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) mask[i] = stream.uniform() < rate ? 0 : kept;
}
