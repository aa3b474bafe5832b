import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Architecture } from '../backbones/architecture';
import { headParameters } from '../backbones/head';
import type { Parameter } from '../backbones/parameter';
import { type ObservedAttention, vitForward } from '../backbones/vit/forward';
import { vitParameters } from '../backbones/vit/parameters';
import type { Capture } from '../graph/capture';
import { composeSites } from '../methods/compose';
import { type MethodSelection, type TrainableTensor, resolveTrainables } from '../methods/instances';

/** A backbone, the methods that act on it and a linear head: everything about a network but its numbers. */
export interface Network {
  readonly architecture: Architecture;
  readonly methods: readonly MethodSelection[];
  readonly classes: number;
  /** The backbone's tensors, in forward order. */
  readonly backbone: readonly Parameter[];
  /** What the methods train, then the head: all that a step updates and a checkpoint holds. */
  readonly trainables: readonly TrainedTensor[];
}

/** A tensor that a step updates: a method's own, an unfrozen one of the backbone, or the head's. */
export type TrainedTensor = Pick<TrainableTensor, 'name' | 'layer' | 'shape' | 'initialization' | 'decay'>;

export function describeNetwork(
  architecture: Architecture,
  methods: readonly MethodSelection[],
  classes: number,
): Network {
  return {
    architecture,
    methods,
    classes,
    backbone: vitParameters(architecture),
    trainables: [...resolveTrainables(architecture, methods), ...headParameters(architecture, classes)],
  };
}

/** A dropout mask that a training step reads: zeros and 1 / (1 - rate), drawn anew each step. */
export interface DropoutMask {
  readonly name: string;
  readonly shape: readonly number[];
  readonly rate: number;
}

/** What one capture of the network declared and made. */
export interface CapturedNetwork {
  readonly features: Tensor2D;
  readonly logits: Tensor2D;
  readonly masks: readonly DropoutMask[];
}

/**
 * Captures the network's forward pass. Weights become inputs of their own names, masks inputs named `dropout.0` … in
 * training.
 * @param images `[batch, 3, S, S]`, normalised.
 * @param observe told of each block's attention
 */
export function captureNetwork(
  network: Network,
  capture: Capture,
  images: Tensor4D,
  mode: 'training' | 'evaluation',
  observe?: (attention: ObservedAttention) => void,
): CapturedNetwork {
  const { tf } = capture;
  const masks: DropoutMask[] = [];
  const trainable = new Map(network.trainables.map(tensor => [tensor.name, tensor]));
  const backbone = new Map(network.backbone.map(tensor => [tensor.name, tensor]));
  const weight = (name: string) => {
    const tensor = trainable.get(name) ?? backbone.get(name);
    if (!tensor) throw new Error(`The network has no tensor "${name}".`);
    const { shape, layer } = tensor;
    return capture.input({ name, shape, layer, role: trainable.has(name) ? 'trainable' : 'frozen' });
  };
  const sites = composeSites(network.architecture, network.methods, {
    tf,
    trainable: weight,
    dropout: (value, rate) => {
      if (mode === 'evaluation' || rate === 0) return value;
      const mask = { name: `dropout.${masks.length}`, shape: value.shape, rate };
      masks.push(mask);
      return tf.mul(value, capture.input({ ...mask, role: 'random' }));
    },
  });
  const features = vitForward(network.architecture, { tf, weight, within: capture.within, sites, observe }, images);
  const logits = capture.within('head', () => tf.linear(features, weight('head.weight'), weight('head.bias')));
  return { features, logits, masks };
}
