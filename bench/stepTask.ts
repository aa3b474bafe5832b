import { findArchitecture } from '../src/backbones/architecture';
import { sizeOf } from '../src/backbones/parameter';
import { findMethod } from '../src/methods/catalogue';
import type { MethodSelection } from '../src/methods/instances';
import { optimizerSchema } from '../src/protocol/training';
import { RandomStream } from '../src/random/stream';
import { type Network, describeNetwork } from '../src/training/network';

/** What is timed: whole training steps of one batch. */
export interface StepTask {
  readonly network: Network;
  /** Of the backbone and the method, by name. */
  readonly tensors: Map<string, Float32Array>;
  readonly batch: { readonly size: number; readonly images: Float32Array; readonly targets: Float32Array };
}

export interface BenchedStep {
  /** Forward and backward pass and the update. @returns the loss before the update */
  take(): Promise<number>;
}

export const optimizer = adamW();

function adamW() {
  const parsed = optimizerSchema.parse({ name: 'adamw', learningRate: 1e-4 });
  if (parsed.name !== 'adamw') throw new Error('Not AdamW.');
  return parsed;
}

const classes = 10;

/** A network with random weights, and one batch of noise; the same in every process. Methods are used without dropout. */
export function stepTask(architecture: string, method: string, batch: number): StepTask {
  const network = describeNetwork(
    findArchitecture(architecture),
    method === 'linear' ? [] : [selection(method)],
    classes,
  );
  const pixels = 3 * network.architecture.imageSize ** 2;
  const parameters = [...network.backbone, ...network.trainables];
  return {
    network,
    tensors: new Map(parameters.map(({ name, shape }) => [name, weights(name, shape)])),
    batch: {
      size: batch,
      images: noise('images', batch * pixels, 1),
      targets: Float32Array.from({ length: batch * classes }, (_, i) =>
        i % classes === Math.floor(i / classes) % classes ? 1 : 0,
      ),
    },
  };
}

/** A method with its defaults, but no dropout. */
function selection(id: string): MethodSelection {
  const method = findMethod(id);
  const declared = Object.entries(method.hyperparameters);
  const values = declared.map(([name, of]) => [name, name === 'dropout' ? 0 : of.default] as const);
  return { method, values: Object.fromEntries(values) };
}

function weights(name: string, shape: readonly number[]): Float32Array {
  if (/norm\d?\.weight$|\.scale\d?$/.test(name)) return new Float32Array(sizeOf(shape)).fill(1);
  return noise(name, sizeOf(shape), shape.length > 1 ? 0.02 : 0.01);
}

function noise(name: string, size: number, deviation: number): Float32Array {
  const stream = new RandomStream(1, name);
  const run = Float32Array.from({ length: Math.min(size, 4099) }, () => deviation * stream.normal());
  const values = new Float32Array(size);
  for (let at = 0; at < size; at += run.length) values.set(run.subarray(0, size - at), at);
  return values;
}
