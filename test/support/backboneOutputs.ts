import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { type Architecture, featureWidth } from '../../src/backbones/architecture';
import { loadCheckpoint } from '../../src/backbones/checkpoint/loadCheckpoint';
import { type Engine, runOnce } from '../../src/engines/engine';
import { capture } from '../../src/graph/capture';
import type { Graph } from '../../src/graph/graph';
import { optimize } from '../../src/graph/optimize';
import { captureNetwork, describeNetwork } from '../../src/training/network';

/** What a backbone makes of images, by name: `features`, `inputGradient`, and `logits` if the checkpoint has a head. */
export type BackboneOutputs = ReadonlyMap<string, Float32Array | Int32Array>;

/**
 * Runs a checkpoint through the product's own forward pass and autodiff.
 * @param images `[batch, 3, S, S]`, normalised
 * @param cotangent `[batch, featureWidth]`: the gradient is that of sum(features · cotangent) by the images
 */
export async function backboneOutputs(
  engine: Engine,
  architecture: Architecture,
  checkpoint: string,
  images: Float32Array,
  cotangent: Float32Array,
): Promise<BackboneOutputs> {
  const { weights, head } = await loadCheckpoint(checkpoint, architecture);
  const batch = images.length / (3 * architecture.imageSize ** 2);
  const graph = outputsGraph(architecture, batch, head?.classes);
  const inputs = new Map([...weights, ['images', images], ['cotangent', cotangent]]);
  if (head) inputs.set('head.weight', head.weight).set('head.bias', head.bias);
  return runOnce(engine, graph, inputs);
}

function outputsGraph(architecture: Architecture, batch: number, classes: number | undefined): Graph {
  const network = describeNetwork(architecture, [], classes ?? 1);
  return optimize(
    capture(context => {
      const { tf } = context;
      const shape: [number, number, number, number] = [batch, 3, architecture.imageSize, architecture.imageSize];
      const images: Tensor4D = tf.reshape(context.input({ name: 'images', shape, role: 'image' }), shape);
      const cotangent = context.input({
        name: 'cotangent',
        shape: [batch, featureWidth(architecture)],
        role: 'target',
      });
      const gradients = context.gradients(
        () => {
          const { features, logits } = captureNetwork(network, context, images, 'evaluation');
          context.output('features', features);
          if (classes !== undefined) context.output('logits', logits);
          return tf.sum(tf.mul<Tensor2D>(features, cotangent));
        },
        new Map([['images', images]]),
      );
      const gradient = gradients.get('images');
      if (!gradient) throw new Error('The features do not depend on the images.');
      context.output('inputGradient', gradient);
    }),
  );
}
