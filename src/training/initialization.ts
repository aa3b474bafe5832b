import type { Initialization, Parameter } from '../backbones/parameter';
import { sizeOf } from '../backbones/parameter';
import { RandomStream } from '../random/stream';

/** Fills a fresh tensor. Its values depend on the seed and its name alone. */
export function initialize(
  { name, shape }: Pick<Parameter, 'name' | 'shape'>,
  initialization: Initialization,
  seed: number,
): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const stream = new RandomStream(seed, 'initialize', name);
  switch (initialization.kind) {
    case 'constant':
      return values.fill(initialization.value);
    case 'uniform':
      return values.map(() => (2 * stream.uniform() - 1) * initialization.bound);
    case 'normal':
      return values.map(() => initialization.mean + stream.normal() * initialization.std);
    case 'truncated-normal':
      return values.map(() => truncated(stream) * initialization.std);
  }
}

/** Standard normal, redrawn outside two standard deviations. */
function truncated(stream: RandomStream): number {
  for (;;) {
    const value = stream.normal();
    if (Math.abs(value) <= 2) return value;
  }
}
