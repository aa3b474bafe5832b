import { type Architecture, gridSize } from '../backbones/architecture';
import { type Engine, allocateOutputs } from '../engines/engine';
import { capture } from '../graph/capture';
import { costOf } from '../graph/cost';
import { optimize } from '../graph/optimize';
import { fillWithNoise } from './noise';

/** Bare matrix products of a network's own sizes, ready to be timed on the engine that runs the network. */
export interface MatrixProducts {
  /** Floating-point operations of one run. */
  readonly flops: number;
  run(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * The products that most of a Vision Transformer's time goes to: tokens by the weights of one block, four of D x D, one
 * of D x M and one of M x D, as the forward pass has them (x Wᵀ) and as the backward pass has them (y W).
 * @param images how many images' tokens are multiplied at once
 */
export async function prepareMatrixProducts(
  engine: Engine,
  { width, mlpWidth, ...architecture }: Architecture,
  images: number,
): Promise<MatrixProducts> {
  const rows = images * (gridSize({ width, mlpWidth, ...architecture }) ** 2 + 1);
  const weights = [...Array.from({ length: 4 }, () => [width, width]), [mlpWidth, width], [width, mlpWidth]];
  const graph = optimize(
    capture(({ tf, input, output }) => {
      weights.forEach(([outputs, inputs], i) => {
        const weight = tf.reshape(input({ name: `weight${i}`, shape: [outputs, inputs], role: 'frozen' }), [
          outputs,
          inputs,
        ]);
        const tokens = (side: number) =>
          tf.reshape(input({ name: `tokens${side}`, shape: [rows, side], role: 'image' }), [rows, side]);
        output(`forward${i}`, tf.matMul(tokens(inputs), weight, false, true));
        output(`backward${i}`, tf.matMul(tokens(outputs), weight));
      });
    }),
  );
  const executable = await engine.prepare(graph);
  const inputs = new Map(
    graph.inputs.map(({ name, value }) => {
      const size = graph.values[value].shape.reduce((product, side) => product * side, 1);
      return [name, fillWithNoise(new Float32Array(size))] as const;
    }),
  );
  const outputs = allocateOutputs(graph);
  return {
    flops: costOf(graph).matrixFlops,
    run: () => executable.run(inputs, outputs),
    dispose: () => executable.dispose(),
  };
}
