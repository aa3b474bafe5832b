import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { capture } from '../../src/graph/capture';
import { kernelShapes } from '../../src/graph/kernelShapes';
import type { Operations } from '../../src/graph/operations';
import { runOnce } from '../../src/engines/engine';
import { relativeError, taken } from './closeness';
import { interpreter64, widened } from './float64/interpreter';
import { randomArray } from './networks';

type Shape = readonly number[];
type Operation = (tf: Operations, ...inputs: readonly Tensor[]) => Tensor | readonly Tensor[];

const a = [3, 4, 5];
const heads = [2, 3, 4, 5];

const operations: readonly (readonly [title: string, shapes: readonly Shape[], operation: Operation])[] = [
  ['abs', [a], (tf, x) => tf.abs(x)],
  ['exp', [a], (tf, x) => tf.exp(x)],
  ['log', [a], (tf, x) => tf.log(tf.abs(x))],
  ['neg', [a], (tf, x) => tf.neg(x)],
  ['square', [a], (tf, x) => tf.square(x)],
  ['sqrt', [a], (tf, x) => tf.sqrt(tf.abs(x))],
  ['rsqrt', [a], (tf, x) => tf.rsqrt(tf.abs(x))],
  ['erf', [a], (tf, x) => tf.erf(x)],
  ['tanh', [a], (tf, x) => tf.tanh(x)],
  ['sigmoid', [a], (tf, x) => tf.sigmoid(x)],
  ['relu', [a], (tf, x) => tf.relu(x)],
  ['sin', [a], (tf, x) => tf.sin(x)],
  ['cos', [a], (tf, x) => tf.cos(x)],
  ['step', [a], (tf, x) => tf.step(x)],
  ['step with a slope', [a], (tf, x) => tf.step(x, 0.3)],
  ['identity', [a], (tf, x) => tf.add(tf.clone(x), x)],
  ['softmax', [a], (tf, x) => tf.softmax(x)],
  ['logSoftmax', [[4, 5]], (tf, x) => tf.logSoftmax(x)],
  [
    'logSoftmax of rows too far apart for one exponent',
    [[4, 5]],
    (tf, x) => tf.logSoftmax(tf.add(x, tf.tensor2d([[0], [128], [-128], [0]]))),
  ],
  ['add', [a, [4, 1]], (tf, x, y) => tf.add(x, y)],
  ['sub', [[5], a], (tf, x, y) => tf.sub(x, y)],
  ['mul', [a, [3, 1, 5]], (tf, x, y) => tf.mul(x, y)],
  ['mul by a number', [a], (tf, x) => tf.mul(x, 0.7)],
  ['div', [a, a], (tf, x, y) => tf.div(x, y)],
  ['maximum', [a, a], (tf, x, y) => tf.maximum(x, y)],
  ['minimum', [a, a], (tf, x, y) => tf.minimum(x, y)],
  ['pow', [a, a], (tf, x, y) => tf.pow(tf.abs(x), y)],
  ['addN', [a, a, a], (tf, x, y, z) => tf.addN([x, y, z])],
  ['greater', [a, a], (tf, x, y) => tf.cast(tf.greater(x, y), 'float32')],
  ['greaterEqual', [a, a], (tf, x, y) => tf.cast(tf.greaterEqual(x, y), 'float32')],
  ['less', [a, a], (tf, x, y) => tf.cast(tf.less(x, y), 'float32')],
  ['lessEqual', [a, a], (tf, x, y) => tf.cast(tf.lessEqual(x, y), 'float32')],
  ['equal', [a], (tf, x) => tf.cast(tf.equal(tf.relu(x), 0), 'float32')],
  ['where', [a, a, a], (tf, x, y, z) => tf.where(tf.greater(x, 0), y, z)],
  ...['sum', 'mean', 'max', 'min'].flatMap(name =>
    ([[undefined], [-1], [0], [[0, 2]], [[-2, -1]]] as const).flatMap(([axis]) =>
      [false, true].map((keep): (typeof operations)[number] => {
        const reduce: Operation = (tf, x) => {
          const axes = axis === undefined ? undefined : [axis].flat();
          if (name === 'sum') return tf.sum(x, axes, keep);
          if (name === 'mean') return tf.mean(x, axes, keep);
          return name === 'max' ? tf.max(x, axes, keep) : tf.min(x, axes, keep);
        };
        return [`${name} over ${JSON.stringify(axis ?? 'all')}${keep ? ', axes kept' : ''}`, [a], reduce];
      }),
    ),
  ),
  ['zerosLike', [a], (tf, x) => tf.add(tf.zerosLike(x), 2)],
  ['onesLike', [a], (tf, x) => tf.mul(tf.onesLike(x), x)],
  ['fill', [a], (tf, x) => tf.mul(tf.fill(a, 0.25), x)],
  ['fill alone', [], tf => tf.fill([2, 3], 0.25)],
  [
    'whole numbers',
    [a],
    (tf, x) => tf.cast(tf.add(tf.cast(tf.mul(x, 10), 'int32'), tf.fill(a, 3, 'int32')), 'float32'),
  ],
  ['reshape', [a], (tf, x) => tf.reshape(x, [-1, 10])],
  ['expandDims', [a], (tf, x) => tf.mul(tf.expandDims(x, -1), tf.expandDims(x, 2))],
  ['squeeze', [[3, 1, 4]], (tf, x) => tf.squeeze(x)],
  ['transpose', [heads], (tf, x) => tf.transpose(x, [2, 0, 3, 1])],
  [
    'matMul of matrices',
    [
      [3, 4],
      [4, 5],
    ],
    (tf, x, y) => tf.matMul(x, y),
  ],
  [
    'matMul, first transposed',
    [
      [4, 3],
      [4, 5],
    ],
    (tf, x, y) => tf.matMul(x, y, true, false),
  ],
  [
    'matMul, second transposed',
    [
      [3, 4],
      [5, 4],
    ],
    (tf, x, y) => tf.matMul(x, y, false, true),
  ],
  [
    'matMul, both transposed',
    [
      [4, 3],
      [5, 4],
    ],
    (tf, x, y) => tf.matMul(x, y, true, true),
  ],
  ['matMul of batches', [heads, [2, 3, 5, 2]], (tf, x, y) => tf.matMul(x, y)],
  ['matMul of batches, first transposed', [heads, [2, 3, 4, 2]], (tf, x, y) => tf.matMul(x, y, true, false)],
  ['matMul of batches, second transposed', [heads, [2, 3, 2, 5]], (tf, x, y) => tf.matMul(x, y, false, true)],
  ['matMul of batches, both transposed', [heads, [2, 3, 2, 4]], (tf, x, y) => tf.matMul(x, y, true, true)],
  ['matMul of a batch and one matrix', [a, [1, 5, 2]], (tf, x, y) => tf.matMul(x, y)],
  ['matMul of a batch and one transposed', [a, [1, 2, 5]], (tf, x, y) => tf.matMul(x, y, false, true)],
  ['concat', [a, [3, 2, 5]], (tf, x, y) => tf.concat([x, y], 1)],
  ['concat along the last axis', [a, [3, 4, 2]], (tf, x, y) => tf.concat([x, y], -1)],
  ['slice', [a], (tf, x) => tf.slice(x, [1, 0, 2], [2, -1, 3])],
  ['slice of the first axis alone', [a], (tf, x) => tf.slice(x, 1, 2)],
  ['slice to the end', [a], (tf, x) => tf.slice(x, [0, 1])],
  ['split evenly', [[3, 4, 6]], (tf, x) => tf.split(x, 3, 2)],
  ['split evenly along the last axis', [[3, 4, 6]], (tf, x) => tf.split(x, 3, -1)],
  ['split unevenly', [a], (tf, x) => tf.split(x, [1, 3], 1)],
  ['split with a remainder', [a], (tf, x) => tf.split(x, [1, -1], -2)],
  [
    'pad',
    [[4, 5]],
    (tf, x) =>
      tf.pad(
        x,
        [
          [1, 2],
          [0, 3],
        ],
        0.5,
      ),
  ],
  ['linear', [a, [2, 5], [2]], (tf, x, w, b) => tf.linear(x, w, b)],
  ['linear without bias', [a, [2, 5]], (tf, x, w) => tf.linear(x, w)],
  ['layerNorm', [a, [5], [5]], (tf, x, gamma, beta) => tf.layerNorm(x, gamma, beta, 1e-6)],
  ['gelu', [a], (tf, x) => tf.gelu(x)],
  [
    'attention',
    [heads, [2, 3, 7, 5], [2, 3, 7, 5]],
    (tf, q, k, v) =>
      tf.attention(tf.reshape(q, [2, 3, 4, 5]), tf.reshape(k, [2, 3, 7, 5]), tf.reshape(v, [2, 3, 7, 5])),
  ],
];

/** One operation, and where it has one its gradient: of the inner product of its results with given arrays. */
function graphOf(shapes: readonly Shape[], operation: Operation) {
  return capture(({ tf, input, output }) => {
    const made = operation(tf, ...shapes.map((shape, i) => input({ name: `x${i}`, shape, role: 'image' })));
    [made].flat().forEach((result, i) => output(`y${i}`, result));
  });
}

test.for(operations)('%s is the same on ONNX Runtime, the reference and in float64', async ([, shapes, operation]) => {
  const graph = graphOf(shapes, operation);
  const inputs = new Map(
    shapes.map(
      (shape, i) =>
        [
          `x${i}`,
          randomArray(
            shape.reduce((x, y) => x * y, 1),
            1,
            `x${i}`,
          ),
        ] as const,
    ),
  );
  const exact = interpreter64(graph)(widened(inputs));
  const reference = await runOnce(referenceEngine(), graph, inputs);
  const onnx = await runOnce(onnxRuntimeEngine({ threads: 2 }), graph, inputs);
  expect(exact.size).toBeGreaterThan(0);
  for (const [name, expected] of exact) {
    expect(relativeError(taken(reference, name), expected), `the reference, ${name}`).toBeLessThan(1e-5);
    expect(relativeError(taken(onnx, name), expected), `ONNX Runtime, ${name}`).toBeLessThan(1e-5);
  }
});

test('every kernel that the capture knows is among these operations', () => {
  const seen = new Set(
    operations.flatMap(([, shapes, operation]) => graphOf(shapes, operation).nodes.map(node => node.kernel)),
  );
  // Those for gradients are compared with autodiff, beside their composites.
  const gradients = ['LayerNormGrad', 'GeluGrad', 'AttentionGrad'];
  // TensorFlow.js says log softmax in other kernels itself.
  const missing = Object.keys(kernelShapes).filter(kernel => !seen.has(kernel) && !gradients.includes(kernel));
  expect(missing).toEqual(['LogSoftmax']);
});
