import { RandomStream } from '../random/stream';

const range = 0.1;

/** Standard deviation of the numbers of `fillWithNoise`. */
export const noiseDeviation = range / Math.sqrt(12);

const stream = new RandomStream(0, 'noise');
const noise = Float32Array.from({ length: 4093 }, () => range * (stream.uniform() - 0.5));

/**
 * Fills an array with small random numbers that repeat: what takes its time to compute with, and none to draw. For
 * measuring alone.
 */
export function fillWithNoise(array: Float32Array): Float32Array {
  for (let start = 0; start < array.length; start += noise.length) {
    array.set(noise.subarray(0, array.length - start), start);
  }
  return array;
}
