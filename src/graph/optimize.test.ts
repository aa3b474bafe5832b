import type { Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpreter64 } from '../../test/numeric/float64/interpreter';
import { capture } from './capture';
import type { Graph } from './graph';
import type { Operations } from './operations';
import { optimize } from './optimize';

const shape: [number, number] = [2, 3];

type Operation = (tf: Operations, a: Tensor2D, b: Tensor2D) => Tensor2D;

/** Operations on matrices of one shape, among them those that the passes simplify. */
const operations: readonly Operation[] = [
  (tf, a, b) => tf.add(a, b),
  (tf, a, b) => tf.sub(a, b),
  (tf, a, b) => tf.mul(a, b),
  (tf, a, b) => tf.maximum(a, b),
  (tf, a) => tf.add(a, 0),
  (tf, a) => tf.sub(a, 0),
  (tf, a) => tf.sub(0, a),
  (tf, a) => tf.mul(1, a),
  (tf, a) => tf.mul(a, -0.5),
  (tf, a) => tf.div(a, 1),
  (tf, a) => tf.div(a, 4),
  (tf, a) => tf.add(tf.zeros(shape), a),
  (tf, a) => tf.sub(a, tf.zerosLike(a)),
  (tf, a) => tf.mul(a, tf.onesLike(a)),
  (tf, a) => tf.mul(a, tf.fill(shape, 0.75)),
  (tf, a) => tf.sub(tf.fill(shape, 0.75), a),
  (tf, a) => tf.add(a, tf.fill([1, 3], 0.5)),
  // Broadcasting: the number has the shape, not the operand.
  (tf, a) => tf.mul(tf.slice(a, [0, 0], [1, 3]), tf.ones(shape)),
  (tf, a) => tf.add(tf.slice(a, [0, 1], [2, 1]), tf.zeros(shape)),
  (tf, a) => tf.sub(tf.sum(a), tf.zeros(shape)),
  (tf, a) => tf.reshape(tf.reshape(a, [6]), shape),
  (tf, a) => tf.transpose(tf.reshape(a, [3, 2])),
  (tf, a) => tf.add(tf.reshape(tf.fill([6], 2), shape), a),
  (tf, a) => tf.mul(tf.transpose(tf.fill([3, 2], 2)), a),
  (tf, a) => tf.clone(a),
  (tf, a) => tf.relu(a),
  (tf, a) => tf.square(tf.mul(a, 0.25)),
  (tf, a) => tf.softmax(a),
  (tf, a) => tf.add(tf.add(tf.scalar(3), tf.scalar(4)), a),
  (tf, a) => tf.mul(tf.div(tf.scalar(3), tf.fill(shape, 8)), a),
];

/** Each step reads two of the values before it; some of them are outputs. */
const programs = fc.array(
  fc.record({
    operation: fc.nat(operations.length - 1),
    a: fc.nat(),
    b: fc.nat(),
    output: fc.boolean(),
  }),
  { minLength: 1, maxLength: 20 },
);

function graphOf(program: readonly { operation: number; a: number; b: number; output: boolean }[]): Graph {
  return capture(({ tf, input, output }) => {
    const values: Tensor2D[] = ['x', 'y'].map(name => tf.reshape(input({ name, shape, role: 'image' }), shape));
    program.forEach((step, i) => {
      const [a, b] = [values[step.a % values.length], values[step.b % values.length]];
      const made = operations[step.operation](tf, a, b);
      values.push(made);
      if (step.output || i === program.length - 1) output(`output ${i}`, made);
    });
  });
}

const x = Float64Array.of(1.5, -2, 0.25, 3, -0.125, 0);
const y = Float64Array.of(-1, 4, 2.5, 0, 0.5, -3);
const run = (graph: Graph) =>
  interpreter64(graph)(
    new Map([
      ['x', x],
      ['y', y],
    ]),
  );

test('an optimized graph computes the same numbers with no more nodes', () => {
  fc.assert(
    fc.property(programs, program => {
      const graph = graphOf(program);
      const optimized = optimize(graph);
      expect(optimized.nodes.length).toBeLessThanOrEqual(graph.nodes.length);
      const after = run(optimized);
      for (const [name, expected] of run(graph)) {
        const found = after.get(name) ?? new Float64Array();
        expect(found.length).toBe(expected.length);
        // Numbers are folded in float32.
        expected.forEach((value, i) =>
          expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value))),
        );
      }
    }),
    { numRuns: 300, seed: 20260417 },
  );
});

test('a program that adds nothing to its input is no program at all', () => {
  const graph = optimize(
    capture(({ tf, input, output }) => {
      const given = input({ name: 'x', shape, role: 'image' });
      const copied = tf.reshape(tf.clone(tf.add(given, tf.zeros(shape))), shape);
      output('y', tf.div(tf.mul(tf.onesLike(copied), tf.sub(copied, 0)), 1));
    }),
  );
  expect(graph.nodes).toEqual([]);
  expect(graph.constants).toEqual([]);
  expect(graph.outputs[0].value).toBe(graph.inputs[0].value);
});
