import { expect, test } from 'vitest';
import { capture } from '../capture';
import type { Graph } from '../graph';
import { shareCommonSubexpressions } from './commonSubexpressions';

const kernels = (graph: Graph) => graph.nodes.map(({ kernel }) => kernel);

test('an expression that is written twice is computed once', () => {
  const graph = shareCommonSubexpressions(
    capture(({ tf, input, output }) => {
      const x = input({ name: 'x', shape: [2, 3], role: 'image' });
      const once = tf.sum(tf.exp(tf.mul(x, 2)), 1);
      const twice = tf.sum(tf.exp(tf.mul(x, 2)), 1);
      output('y', tf.sub(once, twice));
      output('once', once);
      output('twice', twice);
    }),
  );
  expect(kernels(graph)).toEqual(['Multiply', 'Exp', 'Sum', 'Sub']);
  const [, once, twice] = graph.outputs;
  expect(twice.value).toBe(once.value);
  expect(graph.nodes[3].inputs).toEqual([once.value, once.value]);
});

test('expressions that differ in an attribute, an operand or their order are told apart', () => {
  const graph = capture(({ tf, input, output }) => {
    const [x, y] = ['x', 'y'].map(name => input({ name, shape: [2, 2], role: 'image' }));
    [tf.sum(x, 0), tf.sum(x, 1), tf.sum(x, 0, true), tf.sum(y, 0), tf.sub(x, y), tf.sub(y, x)].forEach((result, i) =>
      output(String(i), result),
    );
  });
  expect(shareCommonSubexpressions(graph).nodes).toHaveLength(6);
});

test('every result of a shared node is found again', () => {
  const graph = shareCommonSubexpressions(
    capture(({ tf, input, output }) => {
      const x = input({ name: 'x', shape: [2, 3], role: 'image' });
      const [first] = tf.split(x, 3, 1);
      const [, , third] = tf.split(x, 3, 1);
      output('first', first);
      output('third', third);
    }),
  );
  expect(kernels(graph)).toEqual(['SplitV']);
  expect(graph.outputs.map(({ value }) => value)).toEqual([graph.nodes[0].outputs[0], graph.nodes[0].outputs[2]]);
});

test('copies are what they copy', () => {
  const graph = shareCommonSubexpressions(
    capture(({ tf, input, output }) => {
      const x = input({ name: 'x', shape: [2, 3], role: 'image' });
      output('y', tf.reshape(tf.clone(x), [2, 3]));
      output('z', tf.reshape(x, [3, 2]));
    }),
  );
  expect(kernels(graph)).toEqual(['Reshape']);
  expect(graph.outputs[0].value).toBe(graph.inputs[0].value);
});

test('equal constants are one, and infinite ones of different signs are two', () => {
  const graph = shareCommonSubexpressions(
    capture(({ tf, input, output }) => {
      const x = input({ name: 'x', shape: [2], role: 'image' });
      output('sum', tf.add(tf.add(x, 5), 5));
      output('above', tf.maximum(x, -Infinity));
      output('below', tf.minimum(x, Infinity));
      output('filled', tf.fill([2], Infinity));
      output('emptied', tf.fill([2], -Infinity));
    }),
  );
  const constantOf = (kernel: string) => {
    const read = graph.nodes.find(node => node.kernel === kernel)?.inputs[1];
    return graph.constants.find(({ value }) => value === read)?.data[0];
  };
  expect([constantOf('Maximum'), constantOf('Minimum')]).toEqual([-Infinity, Infinity]);
  const adds = graph.nodes.filter(({ kernel }) => kernel === 'Add');
  expect(adds[0].inputs[1]).toBe(adds[1].inputs[1]);
  expect(graph.outputs[3].value).not.toBe(graph.outputs[4].value);
});
