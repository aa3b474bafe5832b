import { expect, test } from 'vitest';
import { type Capture, capture } from '../capture';
import type { Graph } from '../graph';
import { foldConstants } from './foldConstants';

type Code = (tf: Capture['tf'], x: ReturnType<Capture['input']>) => ReturnType<Capture['input']>;

/** The folded graph of one expression of x `[2, 3]`. */
const folded = (code: Code): Graph =>
  foldConstants(
    capture(({ tf, input, output }) => output('y', code(tf, input({ name: 'x', shape: [2, 3], role: 'image' })))),
  );

const kernels = (graph: Graph) => graph.nodes.map(({ kernel }) => kernel).filter(kernel => kernel !== 'Fill');

test.each<[string, Code]>([
  ['x + 0', (tf, x) => tf.add(x, 0)],
  ['0 + x', (tf, x) => tf.add(0, x)],
  ['x - 0', (tf, x) => tf.sub(x, 0)],
  ['x · 1', (tf, x) => tf.mul(x, 1)],
  ['1 · x', (tf, x) => tf.mul(1, x)],
  ['x / 1', (tf, x) => tf.div(x, 1)],
  ['x + zeros', (tf, x) => tf.add(x, tf.zeros([2, 3]))],
  ['x · ones like x', (tf, x) => tf.mul(x, tf.onesLike(x))],
  ['x + (2 - 2)', (tf, x) => tf.add(x, tf.sub(tf.scalar(2), tf.scalar(2)))],
  ['x · reshaped ones', (tf, x) => tf.mul(x, tf.transpose(tf.reshape(tf.ones([6]), [3, 2])))],
])('%s is x', (_, code) => {
  const graph = folded(code);
  expect(graph.outputs[0].value).toBe(graph.inputs[0].value);
});

test.each<[string, Code]>([
  ['0 - x', (tf, x) => tf.sub(0, x)],
  ['1 / x', (tf, x) => tf.div(1, x)],
  ['x + 1', (tf, x) => tf.add(x, 1)],
  ['x · 0, which is not 0 for every x', (tf, x) => tf.mul(x, 0)],
  ['zeros of a larger shape + x', (tf, x) => tf.add(tf.zeros([4, 2, 3]), x)],
  ['ones of a larger shape · x', (tf, x) => tf.mul(x, tf.ones([4, 2, 3]))],
])('%s is computed', (_, code) => {
  const graph = folded(code);
  expect(kernels(graph)).toHaveLength(1);
});

test('arithmetic of numbers alone is done beforehand, in float32', () => {
  const graph = folded((tf, x) => tf.mul(x, tf.div(tf.add(tf.scalar(1), tf.scalar(2)), tf.fill([2, 3], 7))));
  expect(kernels(graph)).toEqual(['Multiply']);
  const read = graph.nodes.at(-1)?.inputs ?? [];
  const constant = graph.constants.find(({ value }) => value === read[1]);
  expect([...(constant?.data ?? [])]).toEqual([Math.fround(3 / 7)]);
});

test('a filled array becomes a number where the other operand has the full shape, and stays where it gives the shape', () => {
  const [narrow, wide] = [
    folded((tf, x) => tf.sub(tf.fill([2, 3], 5), x)),
    folded((tf, x) => tf.add(x, tf.fill([4, 2, 3], 5))),
  ];
  const shapesRead = (graph: Graph) =>
    graph.nodes
      .filter(({ kernel }) => kernel !== 'Fill')
      .map(node => node.inputs.map(input => graph.values[input].shape));
  expect(shapesRead(narrow)).toEqual([[[], [2, 3]]]);
  expect(shapesRead(wide)).toEqual([
    [
      [2, 3],
      [4, 2, 3],
    ],
  ]);
});

test('whole numbers stay whole', () => {
  const graph = folded((tf, x) => tf.add(tf.cast(x, 'int32'), tf.fill([2, 3], 5, 'int32')));
  const added = graph.nodes.at(-1)?.inputs[1] ?? -1;
  expect(graph.values[added]).toEqual({ shape: [], dtype: 'int32' });
  expect(graph.constants.find(({ value }) => value === added)?.data).toEqual(Int32Array.of(5));
});
