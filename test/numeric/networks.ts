import { type Architecture, findArchitecture } from '../../src/backbones/architecture';
import { sizeOf } from '../../src/backbones/parameter';
import { findMethod, methods } from '../../src/methods/catalogue';
import { schemaOf } from '../../src/methods/hyperparameters';
import type { MethodSelection } from '../../src/methods/instances';
import type { Optimizer } from '../../src/protocol/training';
import { RandomStream } from '../../src/random/stream';
import { drawMask } from '../../src/training/dropout';
import { type GradientGraph, names } from '../../src/training/gradientGraph';
import { initialize } from '../../src/training/initialization';
import { type Network, describeNetwork } from '../../src/training/network';
import { type MicroBatch, type TrainingState, freshState } from '../../src/training/step';
import { taken } from './closeness';

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
export function select(id: string, set: Readonly<Record<string, unknown>> = {}): MethodSelection {
  const method = findMethod(id);
  const entries = Object.entries(method.hyperparameters);
  const values = Object.fromEntries(entries.map(([name, declared]) => [name, schemaOf(declared).parse(set[name])]));
  return { method, values: values as MethodSelection['values'] };
}

export const smallNetwork = (...selections: readonly MethodSelection[]): Network =>
  describeNetwork(smallArchitecture, selections, 4);

const everyTarget = { targets: ['q', 'k', 'v', 'output', 'fc1', 'fc2'] };

type Case = readonly [title: string, network: Network];

/** Every method of the catalogue with its defaults. */
export const methodCases: readonly Case[] = methods.map(({ id }) => [id, smallNetwork(select(id))]);

const variant = (changes: Partial<Architecture>, ...selections: readonly MethodSelection[]): Network =>
  describeNetwork({ ...smallArchitecture, ...changes }, selections, 4);

const likeDinov2 = { layerScale: true, registers: 2, mlp: 'swiglu', pooling: 'cls-mean' } as const;
const likeClip = { activation: 'quick-gelu', embeddingNorm: true, patchBias: false, projection: 16 } as const;

/** What else computes in another way: other hyper-parameters, several methods at once, other backbones. */
export const otherCases: readonly Case[] = [
  ['partial of 2 blocks', smallNetwork(select('partial', { blocks: 2 }))],
  ['vpt-shallow with dropout', smallNetwork(select('vpt-shallow', { prompts: 3, dropout: 0.3 }))],
  ['vpt-deep without dropout', smallNetwork(select('vpt-deep', { dropout: 0 }))],
  ['vpt-deep of the last block', smallNetwork(select('vpt-deep', { prompts: 2, layers: 'last-1' }))],
  ['adaptformer of blocks 0 and 2', smallNetwork(select('adaptformer', { bottleneck: 5, layers: [0, 2] }))],
  ['pfeiffer of the first block', smallNetwork(select('pfeiffer', { layers: 'first-1' }))],
  ['bitfit of the last 2 blocks', smallNetwork(select('bitfit', { layers: 'last-2' }))],
  ['lora of every target', smallNetwork(select('lora', everyTarget))],
  ['lora with dropout', smallNetwork(select('lora', { ...everyTarget, rank: 3, alpha: 6, dropout: 0.3 }))],
  ['lora of the last block', smallNetwork(select('lora', { ...everyTarget, layers: 'last-1' }))],
  ['ssf of the middle block', smallNetwork(select('ssf', { layers: [1] }))],
  ['lora and vpt-deep', smallNetwork(select('lora', everyTarget), select('vpt-deep'))],
  ['adaptformer and bitfit', smallNetwork(select('adaptformer'), select('bitfit'))],
  ['vpt-shallow and vpt-deep', smallNetwork(select('vpt-shallow', { prompts: 2 }), select('vpt-deep', { prompts: 3 }))],
  [
    'two loras',
    smallNetwork(select('lora', { rank: 2 }), select('lora', { rank: 4, alpha: 2, targets: ['v', 'fc1'] })),
  ],
  ['full and ssf', smallNetwork(select('full'), select('ssf'))],
  ['full on a backbone like DINOv2', variant(likeDinov2, select('full'))],
  ['lora and vpt-deep on a backbone like DINOv2', variant(likeDinov2, select('lora', everyTarget), select('vpt-deep'))],
  ['full on a backbone like CLIP', variant(likeClip, select('full'))],
  [
    'ssf and vpt-shallow on a backbone that pools patches',
    variant({ pooling: 'mean' }, select('ssf'), select('vpt-shallow')),
  ],
];

/** Numbers for every tensor of a network: large enough that every part of it matters. */
export function randomTensors(network: Network, seed = 1): Map<string, Float32Array> {
  return new Map(
    [...network.backbone, ...network.trainables].map(({ name, shape }) => {
      const stream = new RandomStream(seed, name);
      const fan = shape.length > 1 ? (shape.at(-1) ?? 1) : 25;
      const mean = /norm\d?\.weight$|\.scale\d?$/.test(name) ? 1 : 0;
      return [name, Float32Array.from({ length: sizeOf(shape) }, () => mean + stream.normal() / Math.sqrt(fan))];
    }),
  );
}

/** A random backbone with what methods and head add to it as a run starts: as far as they declare it, fresh. */
export function freshTensors(network: Network, seed = 1): Map<string, Float32Array> {
  const tensors = randomTensors(network, seed);
  for (const tensor of network.trainables) {
    const { initialization } = tensor;
    if (initialization !== 'pretrained') tensors.set(tensor.name, initialize(tensor, initialization, seed));
  }
  return tensors;
}

export function randomArray(size: number, seed: number, ...keys: string[]): Float32Array {
  const stream = new RandomStream(seed, ...keys);
  return Float32Array.from({ length: size }, () => stream.normal());
}

/** Images, smoothed targets and equal weights of a batch. */
export function randomBatch({ architecture, classes }: Network, batch: number, seed = 1) {
  const stream = new RandomStream(seed, 'labels');
  const labels = Array.from({ length: batch }, () => stream.integer(classes));
  const target = (label: number, at: number) => (label === at ? 0.9 : 0) + 0.1 / classes;
  return {
    images: randomArray(batch * 3 * architecture.imageSize ** 2, seed, 'images'),
    targets: Float32Array.from(labels.flatMap(label => Array.from({ length: classes }, (_, at) => target(label, at)))),
    sampleWeights: new Float32Array(batch).fill(1 / batch),
  };
}

/** Everything that a gradient graph of this network reads, at random. */
export function gradientInputs(network: Network, made: GradientGraph, batch: number): Map<string, Float32Array> {
  const { images, targets, sampleWeights } = randomBatch(network, batch);
  const masks = made.masks.map(({ name, shape, rate }) => {
    const mask = new Float32Array(sizeOf(shape));
    drawMask(mask, rate, 1, name, 0, 0);
    return [name, mask] as const;
  });
  return new Map([
    ...randomTensors(network),
    ...masks,
    [names.images, images],
    [names.targets, targets],
    [names.sampleWeights, sampleWeights],
  ]);
}

/** A micro-batch for a training step. */
export function microBatch(network: Network, batch: number, seed: number): MicroBatch {
  const { images, targets, sampleWeights } = randomBatch(network, batch, seed);
  return { data: new Map([[names.images, images]]), targets, sampleWeights };
}

/** The state of a training run before its first step. */
export function startState(
  network: Network,
  tensors: ReadonlyMap<string, Float32Array>,
  optimizer: Optimizer,
): TrainingState {
  const parameters = network.trainables.map(({ name }) => [name, taken(tensors, name)] as const);
  return freshState(new Map(parameters), optimizer);
}
