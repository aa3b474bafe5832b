import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type Architecture, gridSize } from '../backbones/architecture';
import { type Engine, allocateOutputs } from '../engines/engine';
import { capture } from '../graph/capture';
import { costOf } from '../graph/cost';
import { optimize } from '../graph/optimize';
import { lowerPrecision } from '../graph/passes/lowerPrecision';
import type { Precision } from '../protocol/precision';
import { fillWithNoise, noiseDeviation } from './noise';

/** Bare matrix products of a network's own sizes, ready to be timed on the engine that runs the network. */
export interface MatrixProducts {
  /** Floating-point operations of one run. */
  readonly flops: number;
  run(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * The products that most of a Vision Transformer's time goes to: tokens by the weights of one block, four of D x D, one
 * of D x M and one of M x D, as the forward pass has them (x Wᵀ) and as the backward pass has them (y W). Each reads what
 * the one before made, as in the network: results that leave the graph would take time of their own.
 * @param images how many images' tokens are multiplied at once
 */
export async function prepareMatrixProducts(
  engine: Engine,
  architecture: Architecture,
  images: number,
  precision: Precision = 'float32',
): Promise<MatrixProducts> {
  const { width, mlpWidth } = architecture;
  const rows = images * (gridSize(architecture) ** 2 + 1);
  const sides = [
    ...Array.from({ length: 4 }, () => [width, width] as const),
    [mlpWidth, width],
    [width, mlpWidth],
  ] as const;
  const graph = optimize(
    capture(({ tf, input, output }) => {
      const weights = sides.map(([outputs, inputs], i): Tensor2D =>
        tf.reshape(input({ name: `weight${i}`, shape: [outputs, inputs], role: 'frozen' }), [outputs, inputs]),
      );
      let tokens: Tensor2D = tf.reshape(input({ name: 'tokens', shape: [rows, width], role: 'image' }), [rows, width]);
      for (const weight of weights) tokens = tf.matMul(tokens, weight, false, true);
      for (const weight of weights.toReversed()) tokens = tf.matMul(tokens, weight);
      output('product', tokens);
    }),
  );
  const executable = await engine.prepare(lowerPrecision(graph, precision));
  const inputs = new Map(
    graph.inputs.map(({ name, value }) => {
      const { shape } = graph.values[value];
      const noise = fillWithNoise(new Float32Array(shape[0] * shape[1]));
      // So that values keep their size from product to product: tiny ones would be slow, huge ones infinite.
      const scale = name === 'tokens' ? 1 : 1 / (noiseDeviation * Math.sqrt(shape[1]));
      return [name, noise.map(number => scale * number)] as const;
    }),
  );
  const outputs = allocateOutputs(graph);
  return {
    flops: costOf(graph).matrixFlops,
    run: () => executable.run(inputs, outputs),
    dispose: () => executable.dispose(),
  };
}
