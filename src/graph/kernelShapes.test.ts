import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type Capture, capture } from './capture';
import { operations } from './ownOperations';
import { tf } from './tensorflow';
import '@tensorflow/tfjs-backend-cpu';

const shape = [2, 3, 4];

/** Shape and type of an operation's results on one array `[2, 3, 4]`, as captured and as TensorFlow.js makes them. */
function both(operation: (tf: Capture['tf'], x: Tensor) => Tensor | Tensor[]) {
  const graph = capture(({ tf, input, output }) => {
    const made = operation(tf, input({ name: 'x', shape, role: 'image' }));
    [made].flat().forEach((result, i) => output(String(i), result));
  });
  const captured = graph.outputs.map(({ value }) => graph.values[value]);
  void tf.setBackend('cpu');
  const made = tf.tidy(() =>
    [operation(operations, tf.zeros(shape))].flat().map(({ shape, dtype }) => ({ shape, dtype })),
  );
  return { captured, made };
}

test.each<[string, (tf: Capture['tf'], x: Tensor) => Tensor | Tensor[]]>([
  ['sum', (tf, x) => tf.sum(x)],
  ['sum over an axis', (tf, x) => tf.sum(x, -2)],
  ['sum of truths', (tf, x) => tf.sum(tf.greater(x, 0), 1)],
  ['mean, axes kept', (tf, x) => tf.mean(x, [0, 2], true)],
  ['max over an axis', (tf, x) => tf.max(x, 1)],
  ['max, axes kept', (tf, x) => tf.max(x, [-1], true)],
  ['min over an axis', (tf, x) => tf.min(x, 0)],
  ['broadcasting', (tf, x) => tf.add(tf.sum(x, 1, true), tf.sum(x, [0, 2]).reshape([3, 1]))],
  ['comparison', (tf, x) => tf.greater(x, tf.sum(x, 0))],
  ['cast', (tf, x) => tf.cast(x, 'int32')],
  ['fill of whole numbers', tf => tf.fill([2, 5], 3, 'int32')],
  ['reshape', (tf, x) => tf.reshape(x, [-1, 6])],
  ['expandDims from behind', (tf, x) => tf.expandDims(x, -2)],
  ['squeeze', (tf, x) => tf.squeeze(tf.sum(x, 1, true))],
  ['transpose', (tf, x) => tf.transpose(x, [2, 0, 1])],
  ['transpose of all axes', (tf, x) => tf.transpose(x)],
  ['concat from behind', (tf, x) => tf.concat([x, x], -1)],
  ['slice', (tf, x) => tf.slice(x, [1, 0, 1], [1, -1, 2])],
  ['slice of the first axis alone', (tf, x) => tf.slice(x, 1, 1)],
  ['slice to the end', (tf, x) => tf.slice(x, [0, 1])],
  ['split', (tf, x) => tf.split(x, 2, 2)],
  ['split from behind', (tf, x) => tf.split(x, 2, -1)],
  ['split with a remainder', (tf, x) => tf.split(x, [1, -1, 1], -1)],
  [
    'pad',
    (tf, x) =>
      tf.pad(x, [
        [0, 1],
        [2, 0],
        [1, 1],
      ]),
  ],
  ['matrix product', (tf, x) => tf.matMul(x, x, true, false)],
  ['softmax', (tf, x) => tf.softmax(x)],
  ['where', (tf, x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x))],
])('the shape of %s is the one that TensorFlow.js computes', (_, operation) => {
  const { captured, made } = both(operation);
  expect(captured).toEqual(made);
});
