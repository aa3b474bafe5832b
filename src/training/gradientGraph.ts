import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { capture } from '../graph/capture';
import type { Graph } from '../graph/graph';
import type { Operations } from '../graph/operations';
import { optimize } from '../graph/optimize';
import { type DropoutMask, type Network, captureNetwork } from './network';

/** Names of the graphs' inputs and outputs beside the tensors' own. */
export const names = {
  images: 'images',
  /** One row per image: the class's share of the target, label smoothing included. */
  targets: 'targets',
  /** Weight of each image in the loss: 1 / batch, or 0 for the padding of a batch that is not full. */
  sampleWeights: 'sampleWeights',
  loss: 'loss',
  logits: 'logits',
  features: 'features',
  gradient: (tensor: string) => `gradient.${tensor}`,
  /** The sum of the gradients of the micro-batches before this one. */
  accumulated: (tensor: string) => `accumulated.${tensor}`,
};

export interface GradientGraph {
  readonly graph: Graph;
  readonly masks: readonly DropoutMask[];
}

/**
 * Forward and backward pass of one micro-batch. Gives the weighted sum of the images' cross-entropies, the logits, and
 * for each trainable tensor its gradient, added to what earlier micro-batches left when `accumulate`.
 */
export function gradientGraph(network: Network, microBatch: number, accumulate: boolean): GradientGraph {
  let masks: readonly DropoutMask[] = [];
  const graph = capture(context => {
    const { tf } = context;
    const { imageSize } = network.architecture;
    const images: Tensor4D = tf.reshape(
      context.input({ name: names.images, shape: [microBatch, 3, imageSize, imageSize], role: 'image' }),
      [microBatch, 3, imageSize, imageSize],
    );
    const targets = context.input({ name: names.targets, shape: [microBatch, network.classes], role: 'target' });
    const sampleWeights = context.input({ name: names.sampleWeights, shape: [microBatch], role: 'target' });
    const trainables = new Map<string, Tensor>(
      network.trainables.map(({ name, shape, layer }) => [
        name,
        context.input({ name, shape, layer, role: 'trainable' }),
      ]),
    );
    const gradients = context.gradients(() => {
      const made = captureNetwork(network, context, images, 'training');
      masks = made.masks;
      context.output(names.logits, made.logits);
      return context.within('head', () => {
        const loss = crossEntropy(tf, made.logits, targets, sampleWeights);
        context.output(names.loss, loss);
        return loss;
      });
    }, trainables);
    for (const { name, shape, layer } of network.trainables) {
      const gradient = gradients.get(name);
      if (!gradient) throw new Error(`No gradient of ${name}.`);
      const before = () => context.input({ name: names.accumulated(name), shape, layer, role: 'state' });
      context.output(names.gradient(name), accumulate ? tf.add(gradient, before()) : gradient);
    }
  });
  return { graph: optimize(graph), masks };
}

/** Σᵢ wᵢ Σ_c -tᵢ_c log softmax(logitsᵢ)_c, a scalar. */
function crossEntropy(tf: Operations, logits: Tensor2D, targets: Tensor, sampleWeights: Tensor): Tensor {
  const perImage = tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1));
  return tf.sum(tf.mul(perImage, sampleWeights));
}
