import type { Tensor4D } from '@tensorflow/tfjs-core';
import { capture } from '../graph/capture';
import type { Graph } from '../graph/graph';
import { optimize } from '../graph/optimize';
import { names } from './gradientGraph';
import { type Network, captureNetwork } from './network';

/** Forward pass without dropout: `[batch, classes]` logits and the `[batch, D]` features that the head reads. */
export function evaluationGraph(network: Network, batch: number, outputs: readonly ('logits' | 'features')[]): Graph {
  const { imageSize } = network.architecture;
  return optimize(
    capture(context => {
      const shape: [number, number, number, number] = [batch, 3, imageSize, imageSize];
      const images: Tensor4D = context.tf.reshape(context.input({ name: names.images, shape, role: 'image' }), shape);
      const made = captureNetwork(network, context, images, 'evaluation');
      for (const output of outputs) context.output(names[output], made[output]);
    }),
  );
}
