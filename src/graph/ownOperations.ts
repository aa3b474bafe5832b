import type {
  GradConfig,
  NamedAttrMap,
  NamedTensorMap,
  Scalar,
  Tensor,
  Tensor2D,
  Tensor4D,
} from '@tensorflow/tfjs-core';
import type { Operations } from './operations';
import { tf } from './tensorflow';

/** Our operations: each one kernel forward and, where that is faster, one for its gradient. */
const run = (kernel: string, inputs: NamedTensorMap, attributes?: NamedAttrMap): Tensor[] => {
  const result: Tensor | Tensor[] = tf.engine().runKernel(kernel, inputs, attributes);
  return Array.isArray(result) ? result : [result];
};

const only = <T extends Tensor>([tensor]: Tensor[]): T => tensor as T;

const own: Pick<Operations, 'linear' | 'layerNorm' | 'gelu' | 'attention'> = {
  linear: (x, weight, bias) => {
    const flat = tf.reshape(x, [-1, x.shape[x.rank - 1]]);
    const y = only(run('Linear', bias ? { x: flat, weight, bias } : { x: flat, weight }));
    return only([tf.reshape(y, [...x.shape.slice(0, -1), weight.shape[0]])]);
  },
  layerNorm: (x, gamma, beta, epsilon) => only(run('LayerNorm', { x, gamma, beta }, { epsilon })),
  gelu: x => only(run('Gelu', { x })),
  attention: (q, k, v) => only(run('Attention', { q, k, v })),
};

/** What backbones and methods receive as `tf`. */
export const operations: Operations = { ...tf, ...own };

/** The one tensor where a single condition holds, else the other, of the same shape. It has no gradient. */
export const choose = (condition: Scalar, t: Tensor, e: Tensor): Tensor => only(run('Select', { condition, t, e }));

/** Sums over every axis but the last. */
const sumRows = (x: Tensor): Tensor => tf.sum(tf.reshape(x, [-1, x.shape[x.rank - 1]]), 0);

const gradients: GradConfig[] = [
  {
    kernelName: 'Linear',
    inputsToSave: ['x', 'weight'],
    gradFunc: (dy, [x, weight]) => ({
      x: () => tf.matMul(only<Tensor2D>([dy].flat()), weight as Tensor2D),
      weight: () => tf.matMul(only<Tensor2D>([dy].flat()), x as Tensor2D, true, false),
      bias: () => tf.sum(only<Tensor2D>([dy].flat()), 0),
    }),
  },
  {
    kernelName: 'LayerNorm',
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [false, true, true],
    gradFunc: (dys, [x, gamma, mean, inverse]) => {
      const dy = only([dys].flat());
      return {
        x: () => only(run('LayerNormGrad', { dy, x, gamma, mean, inverse })),
        gamma: () => sumRows(tf.mul(dy, tf.mul(tf.sub(x, mean), inverse))),
        beta: () => sumRows(dy),
      };
    },
  },
  {
    kernelName: 'Gelu',
    inputsToSave: ['x'],
    gradFunc: (dys, [x]) => ({ x: () => only(run('GeluGrad', { dy: only([dys].flat()), x })) }),
  },
  {
    kernelName: 'Attention',
    inputsToSave: ['q', 'k', 'v'],
    outputsToSave: [true, true],
    gradFunc: (dys, [q, k, v, output, probabilities]) => {
      const dy = only<Tensor4D>([dys].flat());
      // All three gradients come from one kernel, which is run when the first of them is asked for.
      let made: Tensor[] | undefined;
      const all = () => (made ??= run('AttentionGrad', { dy, q, k, v, output, probabilities }).map(tf.keep));
      return { q: () => all()[0], k: () => all()[1], v: () => all()[2] };
    },
  },
];

for (const gradient of gradients) tf.registerGradient(gradient);
