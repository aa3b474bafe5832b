import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Attributes } from './graph';
import type { Operations } from './operations';

/** One of our kernels written in plain TensorFlow.js operations: inputs in the kernel's order, all outputs. */
export type Composite = (tf: Operations, inputs: readonly Tensor[], attributes: Attributes) => Tensor[];

const lastAxisMean = (tf: Operations, x: Tensor): Tensor => tf.mean(x, -1, true);

/** Φ, the distribution function of the standard normal. */
const normalDistribution = (tf: Operations, x: Tensor): Tensor =>
  tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5);

/**
 * The definition of each of our kernels. The reference engine runs these; another engine does where it has nothing
 * better.
 */
export const composites: Readonly<Record<string, Composite>> = {
  Linear: (tf, [x, weight, bias]) => {
    const y = tf.matMul(x, weight, false, true);
    return [bias ? tf.add(y, bias) : y];
  },
  LayerNorm: (tf, [x, gamma, beta], { epsilon }) => {
    const mean = lastAxisMean(tf, x);
    const centred = tf.sub(x, mean);
    const inverse = tf.rsqrt(tf.add(lastAxisMean(tf, tf.square(centred)), Number(epsilon)));
    return [tf.add(tf.mul(tf.mul(centred, inverse), gamma), beta), mean, inverse];
  },
  // dx = (g - mean(g) - x̂ mean(g x̂)) / std, with g = dy γ.
  LayerNormGrad: (tf, [dy, x, gamma, mean, inverse]) => {
    const normalized = tf.mul(tf.sub(x, mean), inverse);
    const g = tf.mul(dy, gamma);
    const projected = tf.mul(normalized, lastAxisMean(tf, tf.mul(g, normalized)));
    return [tf.mul(tf.sub(tf.sub(g, lastAxisMean(tf, g)), projected), inverse)];
  },
  Gelu: (tf, [x]) => [tf.mul(x, normalDistribution(tf, x))],
  GeluGrad: (tf, [dy, x]) => {
    const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return [tf.mul(dy, tf.add(normalDistribution(tf, x), tf.mul(x, density)))];
  },
  // Queries are scaled, not scores: there are fewer of them, and the product stays within what float16 holds.
  Attention: (tf, [q, k, v]) => {
    const scaled = tf.mul(q, 1 / Math.sqrt(q.shape[3] ?? 1));
    const probabilities = tf.softmax(tf.matMul(scaled, k, false, true));
    return [tf.matMul(probabilities, v), probabilities];
  },
  // The sum over keys of dP P equals that over channels of dO O (Dao et al., 2022), which is the smaller array.
  AttentionGrad: (tf, [dy, q, k, v, output, probabilities]) => {
    const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
    const dProbabilities: Tensor4D = tf.matMul(dy as Tensor4D, v as Tensor4D, false, true);
    const dScores = tf.mul(probabilities, tf.sub(dProbabilities, tf.sum(tf.mul(dy, output), -1, true)));
    return [
      tf.mul(tf.matMul(dScores, k), scale),
      tf.matMul(dScores, tf.mul(q, scale), true, false),
      tf.matMul(probabilities, dy, true, false),
    ];
  },
};
