// A Vision Transformer as the papers write it, in eager TensorFlow.js on its CPU backend: every token through every block,
// prompts as tokens of the sequence. It shares nothing with the product but the names of the weights.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture } from '../../src/backbones/architecture';
import { taken } from './closeness';

type Weights = ReadonlyMap<string, Float32Array>;

/** Prompts `[prompts, width]`: before the first block (VPT-Shallow), and of each block (VPT-Deep) where it has any. */
export interface NaivePrompts {
  readonly shallow?: Float32Array;
  readonly deep?: (layer: number) => Float32Array | undefined;
}

/** Logits `[images, classes]`. */
export async function naiveLogits(
  architecture: Architecture,
  weights: Weights,
  images: Float32Array,
  prompts: NaivePrompts = {},
): Promise<Float32Array> {
  await tf.setBackend('cpu');
  const batch = images.length / (3 * architecture.imageSize ** 2);
  const rows = Array.from({ length: batch }, (_, i) => {
    const size = images.length / batch;
    const logits = tf.tidy(() => logitsOf(architecture, weights, images.slice(i * size, (i + 1) * size), prompts));
    return logits.dataSync();
  });
  return Float32Array.from(rows.flatMap(row => [...row]));
}

/** One image; a sequence is `[tokens, width]`. */
function logitsOf(architecture: Architecture, weights: Weights, image: Float32Array, prompts: NaivePrompts): tf.Tensor {
  const { width, depth } = architecture;
  const tokensOf = (values: Float32Array) => tf.tensor2d(values, [values.length / width, width]);
  let tokens = tf.add<tf.Tensor2D>(
    tf.concat([tokensOf(taken(weights, 'cls')), patches(architecture, weights, image)], 0),
    tokensOf(taken(weights, 'positions')),
  );
  /** The sequence with other tokens in place of the `count` behind CLS. */
  const replaced = (sequence: tf.Tensor2D, count: number, by: readonly tf.Tensor2D[]): tf.Tensor2D => {
    const [cls, , rest] = tf.split<tf.Tensor2D>(sequence, [1, count, sequence.shape[0] - 1 - count], 0);
    return tf.concat([cls, ...by, rest], 0);
  };
  if (prompts.shallow) tokens = replaced(tokens, 0, [tokensOf(prompts.shallow)]);
  let before = 0;
  for (let layer = 0; layer < depth; layer++) {
    const deep = prompts.deep?.(layer);
    tokens = replaced(tokens, before, deep ? [tokensOf(deep)] : []);
    before = deep ? deep.length / width : 0;
    tokens = block(architecture, weights, `blocks.${layer}`, tokens);
  }
  const cls = tf.slice(norm(architecture, weights, 'norm', tokens), [0, 0], [1, width]);
  return linear(weights, 'head', cls);
}

/** Each patch as its pixels, channel after channel, row after row, through the linear embedding. */
function patches({ imageSize, patchSize }: Architecture, weights: Weights, image: Float32Array): tf.Tensor2D {
  const grid = imageSize / patchSize;
  const pixels = (row: number, column: number): number[] => {
    const found: number[] = [];
    for (let channel = 0; channel < 3; channel++) {
      for (let y = 0; y < patchSize; y++) {
        for (let x = 0; x < patchSize; x++) {
          found.push(image[(channel * imageSize + row * patchSize + y) * imageSize + column * patchSize + x]);
        }
      }
    }
    return found;
  };
  const all = Array.from({ length: grid * grid }, (_, i) => pixels(Math.floor(i / grid), i % grid));
  return linear(weights, 'patch', tf.tensor2d(all));
}

function block(architecture: Architecture, weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const read = norm(architecture, weights, `${name}.norm1`, x);
  const { heads } = architecture;
  const [queries, keys, values] = ['q', 'k', 'v'].map(which =>
    tf.split(linear(weights, `${name}.${which}`, read), heads, 1),
  );
  const attended = queries.map((query, head) => {
    const scores = tf.div(tf.matMul(query, tf.transpose(keys[head])), Math.sqrt(architecture.width / heads));
    return tf.matMul<tf.Tensor2D>(tf.softmax(scores), values[head]);
  });
  const middle = tf.add<tf.Tensor2D>(x, linear(weights, `${name}.output`, tf.concat(attended, 1)));
  const hidden = linear(weights, `${name}.fc1`, norm(architecture, weights, `${name}.norm2`, middle));
  const gelu = tf.mul<tf.Tensor2D>(tf.mul(hidden, 0.5), tf.add(1, tf.erf(tf.div(hidden, Math.SQRT2))));
  return tf.add(middle, linear(weights, `${name}.fc2`, gelu));
}

function norm({ normEpsilon }: Architecture, weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 1, true);
  const normalized = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, normEpsilon)));
  return tf.add(tf.mul(normalized, taken(weights, `${name}.weight`)), taken(weights, `${name}.bias`));
}

function linear(weights: Weights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const bias = taken(weights, `${name}.bias`);
  const weight = tf.tensor2d(taken(weights, `${name}.weight`), [bias.length, x.shape[1]]);
  return tf.add(tf.matMul(x, tf.transpose(weight)), bias);
}
