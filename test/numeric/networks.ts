import type { Architecture } from '../../src/backbones/architecture';
import { findArchitecture } from '../../src/backbones/architecture';
import type { MethodSelection } from '../../src/methods/instances';
import { findMethod } from '../../src/methods/catalogue';
import { schemaOf } from '../../src/methods/hyperparameters';
import { RandomStream } from '../../src/random/stream';
import { type Network, describeNetwork } from '../../src/training/network';

/** A Vision Transformer small enough for finite differences: 5 tokens, width 24, three blocks. */
export const smallArchitecture: Architecture = {
  ...findArchitecture('vit-nano-patch8-16'),
  id: 'test',
  width: 24,
  depth: 3,
  heads: 3,
  mlpWidth: 96,
};

/** A method with its defaults, and some of its hyper-parameters set. */
export function select(id: string, set: Record<string, unknown> = {}): MethodSelection {
  const method = findMethod(id);
  const values = Object.fromEntries(
    Object.entries(method.hyperparameters).map(([name, declared]) => [name, schemaOf(declared).parse(set[name])]),
  );
  return { method, values: values as MethodSelection['values'] };
}

export const smallNetwork = (...methods: MethodSelection[]): Network => describeNetwork(smallArchitecture, methods, 4);

/** Numbers for every tensor of a network: large enough that every part of it matters. */
export function randomTensors(network: Network, seed = 1): Map<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const { name, shape } of [...network.backbone, ...network.trainables]) {
    if (tensors.has(name)) continue;
    const stream = new RandomStream(seed, name);
    const size = shape.reduce((a, b) => a * b, 1);
    const fan = shape.length > 1 ? (shape.at(-1) ?? 1) : 25;
    const around = name.endsWith('norm1.weight') || name.endsWith('norm2.weight') || name === 'norm.weight' || name.endsWith('.scale') ? 1 : 0;
    tensors.set(name, Float32Array.from({ length: size }, () => around + stream.normal() / Math.sqrt(fan)));
  }
  return tensors;
}

export function randomArray(size: number, seed: number, ...keys: string[]): Float32Array {
  const stream = new RandomStream(seed, ...keys);
  return Float32Array.from({ length: size }, () => stream.normal());
}
