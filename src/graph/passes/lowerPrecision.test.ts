import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { select, smallNetwork } from '../../../test/numeric/networks';
import { gradientGraph } from '../../training/gradientGraph';
import { capture } from '../capture';
import type { Graph } from '../graph';
import { inFloat32, lowerPrecision } from './lowerPrecision';

const kernels = (graph: Graph) => graph.nodes.map(({ kernel }) => kernel);
const casts = (graph: Graph, type: string) =>
  graph.nodes.filter(({ kernel, attributes }) => kernel === 'Cast' && attributes.dtype === type);

const gradient = gradientGraph(smallNetwork(select('lora'), select('bitfit')), 2, true).graph;

test('every product is of the lower type, and everything else as well as what goes in and out stays float32', () => {
  const lowered = lowerPrecision(gradient, 'bfloat16');
  const { values, nodes, inputs, outputs } = lowered;
  const typeOf = (value: number) => values[value].dtype;
  const products = nodes.filter(({ kernel }) => kernel === 'BatchMatMul');
  expect(products.length).toBeGreaterThan(20);
  expect(kernels(lowered)).not.toEqual(expect.arrayContaining(['Linear']));
  expect(kernels(lowered)).not.toEqual(expect.arrayContaining(['Attention']));
  for (const product of products) {
    expect([...product.inputs, ...product.outputs].map(typeOf)).toEqual(['bfloat16', 'bfloat16', 'bfloat16']);
  }
  const moves = ['BatchMatMul', 'Cast', 'Reshape', 'Transpose'];
  for (const node of nodes.filter(({ kernel }) => !moves.includes(kernel))) {
    expect([...node.inputs, ...node.outputs].map(typeOf), node.kernel).not.toContain('bfloat16');
  }
  expect(new Set([...inputs, ...outputs].map(({ value }) => typeOf(value)))).toEqual(new Set(['float32']));
  expect(outputs.map(({ name }) => name)).toEqual(gradient.outputs.map(({ name }) => name));
});

test('each value is cast once, however many products of forward and backward pass read it', () => {
  const read = casts(lowerPrecision(gradient, 'float16'), 'float16').map(({ inputs }) => inputs[0]);
  expect(new Set(read).size).toBe(read.length);
});

test('a result that is but moved on its way to the next product is not cast', () => {
  const chain = capture(({ tf, input, output }) => {
    const x: Tensor2D = tf.reshape(input({ name: 'x', shape: [4, 6], role: 'image' }), [4, 6]);
    const weight: Tensor2D = tf.reshape(input({ name: 'w', shape: [6, 6], role: 'frozen' }), [6, 6]);
    const moved: Tensor2D = tf.reshape(tf.transpose(tf.reshape(tf.matMul(x, weight), [2, 2, 6]), [1, 0, 2]), [4, 6]);
    output('y', tf.matMul(moved, weight));
  });
  const lowered = lowerPrecision(chain, 'bfloat16');
  expect(casts(lowered, 'bfloat16')).toHaveLength(2);
  expect(casts(lowered, 'float32')).toHaveLength(1);
  expect(kernels(lowered).at(-1)).toBe('Cast');
});

test('a sum of products is cast before the next', () => {
  const sum = capture(({ tf, input, output }) => {
    const x: Tensor2D = tf.reshape(input({ name: 'x', shape: [6, 6], role: 'image' }), [6, 6]);
    output('y', tf.matMul(tf.add(tf.matMul(x, x), x), x));
  });
  expect(casts(lowerPrecision(sum, 'bfloat16'), 'bfloat16')).toHaveLength(2);
});

test('float32 and tf32 are the graph itself; beside tf32, float32 is of products in float64', () => {
  expect(lowerPrecision(gradient, 'float32')).toBe(gradient);
  expect(lowerPrecision(gradient, 'tf32')).toBe(gradient);
  expect(inFloat32(gradient, 'bfloat16')).toBe(gradient);
  expect(casts(inFloat32(gradient, 'tf32'), 'float64').length).toBeGreaterThan(0);
});
