import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type Capture, capture } from '../capture';
import { batchMajorValues } from './batchMajor';

const batch = 2;

/** Whether the result of an expression of the images `[2, 3, 4]` and a frozen tensor `[4, 4]` holds one run per image. */
function isApart(code: (tf: Capture['tf'], images: Tensor, frozen: Tensor) => Tensor): boolean {
  const graph = capture(({ tf, input, output }) => {
    const images = input({ name: 'images', shape: [batch, 3, 4], role: 'image' });
    const frozen = input({ name: 'frozen', shape: [4, 4], role: 'frozen' });
    output('y', code(tf, images, frozen));
  });
  return batchMajorValues(graph, batch).has(graph.outputs[0].value);
}

test.each<[string, Parameters<typeof isApart>[0]]>([
  ['the images', (_, x) => x],
  ['arithmetic with what is the same for all', (tf, x, w) => tf.add(tf.mul(x, 2), tf.reshape(tf.sum(w, 0), [1, 1, 4]))],
  ['arithmetic of two such values', (tf, x) => tf.mul(x, tf.exp(x))],
  ['a linear layer', (tf, x, w) => tf.linear(x, w)],
  ['a layer norm', (tf, x, w) => tf.layerNorm(x, tf.sum(w, 0), tf.sum(w, 1), 1e-6)],
  [
    'attention',
    (tf, x) => {
      const heads: Tensor4D = tf.reshape(x, [batch, 3, 1, 4]);
      return tf.attention(heads, heads, heads);
    },
  ],
  ['a transpose of the axes behind the first', (tf, x) => tf.transpose(x, [0, 2, 1])],
  ['rows that stay in the order of the images', (tf, x) => tf.reshape(x, [batch * 3, 4])],
  ['some tokens of each image', (tf, x) => tf.slice(x, [0, 1, 0], [batch, 2, 4])],
  ['tokens side by side', (tf, x) => tf.concat([x, tf.exp(x)], 1)],
  [
    'one token more, the same for every image',
    (tf, x, w) => tf.concat([tf.add(tf.reshape(tf.sum(w, 0), [1, 1, 4]), tf.zeros([batch, 1, 4])), x], 1),
  ],
  ['arithmetic with a filled array', (tf, x) => tf.maximum(x, tf.exp(tf.ones([batch, 3, 4])))],
  ['a mean over tokens', (tf, x) => tf.mean(x, 1)],
  ['a maximum over tokens', (tf, x) => tf.max(x, 1)],
])('%s: one run per image', (_, code) => {
  expect(isApart(code)).toBe(true);
});

test.each<[string, Parameters<typeof isApart>[0]]>([
  ['what does not depend on the images', (tf, _, w) => tf.exp(w)],
  ['a transpose that moves the images from the first axis', (tf, x) => tf.transpose(x, [1, 0, 2])],
  ['the same, flattened afterwards', (tf, x) => tf.reshape(tf.transpose(x, [1, 0, 2]), [batch * 3, 4])],
  ['one image of the batch', (tf, x) => tf.slice(x, [0, 0, 0], [1, 3, 4])],
  ['the images from the second on', (tf, x) => tf.slice(x, [1, 0, 0], [1, 3, 4])],
  [
    'one token more, of its own for each place in the batch',
    (tf, x, w) => tf.concat([tf.reshape(tf.slice(w, [0, 0], [2, 4]), [batch, 1, 4]), x], 1),
  ],
  ['two batches one behind the other', (tf, x) => tf.concat([x, tf.exp(x)], 0)],
  ['two batches one behind the other, counted from the last axis', (tf, x) => tf.concat([x, tf.exp(x)], -3)],
  ['a sum over the images', (tf, x) => tf.sum(x, 0)],
  ['a sum over everything', (tf, x) => tf.sum(x)],
  ['images in one axis with their tokens', (tf, x) => tf.reshape(x, [1, batch * 3 * 4])],
  [
    'a value of its own for each image of the batch',
    (tf, x, w) => tf.add(x, tf.reshape(tf.slice(w, [0, 0], [2, 1]), [batch, 1, 1])),
  ],
  ['images compared with the mean of the batch', (tf, x) => tf.sub(x, tf.mean(x, 0))],
  ['images scaled by the sum of the batch', (tf, x) => tf.mul(x, tf.sum(x))],
  [
    'a linear layer made from the images',
    (tf, x) => tf.linear(tf.reshape(x, [batch * 3, 4]), tf.sum(tf.reshape(x, [3, 2, 4]), 0)),
  ],
  [
    'one number per image, spread over the others',
    (tf, x) => tf.add(tf.sum(x, [1, 2]), tf.reshape(tf.sum(x, [1, 2]), [batch, 1])),
  ],
  ['a softmax over the images', (tf, x) => tf.softmax(tf.sum(x, [1, 2]))],
])('%s: not one run per image', (_, code) => {
  expect(isApart(code)).toBe(false);
});

test('of a batch of one image, everything that depends on it is one run', () => {
  const graph = capture(({ tf, input, output }) => {
    const images = input({ name: 'images', shape: [1, 3, 4], role: 'image' });
    const cls = input({ name: 'cls', shape: [1, 1, 4], role: 'frozen' });
    const positions = input({ name: 'positions', shape: [1, 4, 4], role: 'frozen' });
    output('y', tf.mean(tf.add(tf.concat([cls, images], 1), positions), 1));
  });
  expect(batchMajorValues(graph, 1).has(graph.outputs[0].value)).toBe(true);
});
