import { expect, test } from 'vitest';
import type { Graph, GraphNode } from '../../graph/graph';
import { peakLiveBytes } from './liveness';

const node = (kernel: string, inputs: number[], outputs: number[]): GraphNode => ({
  kernel,
  inputs,
  inputNames: null,
  attributes: {},
  outputs,
  layer: null,
});

/** A graph of arrays of 100 bytes; value 0 comes in, the last goes out. */
function graph(values: number, nodes: GraphNode[]): Graph {
  return {
    values: Array.from({ length: values }, () => ({ shape: [25], dtype: 'float32' })),
    inputs: [{ name: 'in', role: 'image', value: 0 }],
    constants: [],
    nodes,
    outputs: [{ name: 'out', value: values - 1 }],
  };
}

test('in a chain two results are alive at a time, and input and output have buffers of their own', () => {
  const chain = [node('Exp', [0], [1]), node('Exp', [1], [2]), node('Exp', [2], [3]), node('Exp', [3], [4])];
  expect(peakLiveBytes(graph(5, chain))).toBe(200);
});

test('a result that is read again at the end stays until then', () => {
  const nodes = [
    node('Exp', [0], [1]),
    node('Exp', [1], [2]),
    node('Exp', [2], [3]),
    node('Add', [3, 1], [4]),
    node('Exp', [4], [5]),
  ];
  expect(peakLiveBytes(graph(6, nodes))).toBe(300);
});

test('another shape of a result takes no memory, and keeps the result', () => {
  const nodes = [node('Exp', [0], [1]), node('Reshape', [1], [2]), node('Exp', [2], [3]), node('Exp', [3], [4])];
  expect(peakLiveBytes(graph(5, nodes))).toBe(200);
});
