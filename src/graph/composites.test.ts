import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { interpreter64, widened } from '../../test/numeric/float64/interpreter';
import { relativeError } from '../../test/numeric/closeness';
import { randomArray } from '../../test/numeric/networks';
import { type Capture, capture } from './capture';
import { composites } from './composites';
import type { Operations } from './operations';

type Shapes = Readonly<Record<string, readonly number[]>>;
type Code = (tf: Operations, inputs: readonly Tensor[]) => Tensor;

/**
 * Gradients of the inner product of a result with a random array, in float64: a composite's by TensorFlow.js's own
 * autodiff, an operation of ours by its own gradient.
 */
function gradientsOf(shapes: Shapes, code: Code): ReadonlyMap<string, Float64Array> {
  const names = Object.keys(shapes);
  const graph = capture(({ tf, input, gradients, output }: Capture) => {
    const inputs = names.map(name => input({ name, shape: shapes[name], role: 'trainable' }));
    let cotangent: Tensor | undefined;
    const found = gradients(
      () => {
        const y = code(tf, inputs);
        cotangent = input({ name: 'cotangent', shape: y.shape, role: 'target' });
        return tf.sum(tf.mul(y, cotangent));
      },
      new Map(names.map((name, i) => [name, inputs[i]])),
    );
    for (const [name, gradient] of found) output(name, gradient);
  });
  const size = (value: number) => graph.values[value].shape.reduce((a, b) => a * b, 1);
  const inputs = graph.inputs.map(({ name, value }) => [name, randomArray(size(value), 1, name)] as const);
  return interpreter64(graph)(widened(new Map(inputs)));
}

const four = (tensor: Tensor): Tensor4D => tensor as Tensor4D;

test.each<[string, Shapes, Code, Code]>([
  ['GELU', { x: [4, 7] }, (tf, [x]) => tf.gelu(x), (tf, inputs) => composites.Gelu(tf, inputs, {})[0]],
  [
    'layer norm',
    { x: [2, 3, 7], gamma: [7], beta: [7] },
    (tf, [x, gamma, beta]) => tf.layerNorm(x, gamma, beta, 1e-3),
    (tf, inputs) => composites.LayerNorm(tf, inputs, { epsilon: 1e-3 })[0],
  ],
  [
    'attention',
    { q: [2, 3, 4, 5], k: [2, 3, 6, 5], v: [2, 3, 6, 5] },
    (tf, [q, k, v]) => tf.attention(four(q), four(k), four(v)),
    (tf, inputs) => composites.Attention(tf, inputs, {})[0],
  ],
  [
    'linear layer',
    { x: [4, 7], weight: [5, 7], bias: [5] },
    (tf, [x, weight, bias]) => tf.linear(x, weight, bias),
    (tf, inputs) => composites.Linear(tf, inputs, {})[0],
  ],
])('the gradient of our %s is what autodiff makes of its definition', (_, shapes, own, definition) => {
  const [actual, expected] = [gradientsOf(shapes, own), gradientsOf(shapes, definition)];
  expect([...actual.keys()]).toEqual(Object.keys(shapes));
  // Both say √½ and the like in float32, each in its own way.
  for (const [name, values] of expected) expect(relativeError(actual.get(name) ?? [], values), name).toBeLessThan(1e-6);
});
