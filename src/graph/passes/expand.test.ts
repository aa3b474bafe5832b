import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { interpreter64 } from '../../../test/numeric/float64/interpreter';
import { capture } from '../capture';
import { composites } from '../composites';
import { expand } from './expand';

const graph = capture(({ tf, input, within, output }) => {
  const x = input({ name: 'x', shape: [2, 3], role: 'image' });
  const gamma = input({ name: 'gamma', shape: [3], role: 'frozen' });
  within(4, () => output('y', tf.relu(tf.layerNorm(tf.gelu(tf.square(x)), gamma, gamma, 1e-6))));
});

test('the given kernels are written out in their layer, and the others stay as they are', () => {
  const expanded = expand(graph, { Gelu: composites.Gelu });
  const kernels = expanded.nodes.map(({ kernel }) => kernel);
  expect(kernels).not.toContain('Gelu');
  expect(kernels).toEqual(expect.arrayContaining(['Square', 'Erf', 'LayerNorm', 'Relu']));
  expect(new Set(expanded.nodes.map(({ layer }) => layer))).toEqual(new Set([4]));
  expect(expanded.inputs.map(({ name, role }) => [name, role])).toEqual([
    ['x', 'image'],
    ['gamma', 'frozen'],
  ]);
  expect(expand(graph, {})).toEqual(graph);
});

test('a kernel whose input is given twice, and whose later results are read, is written out right', () => {
  const twice = capture(({ tf, input, output }) => {
    const x = input({ name: 'x', shape: [1, 1, 2, 2], role: 'image' });
    const square: Tensor4D = tf.reshape(x, [1, 1, 2, 2]);
    output('y', tf.attention(square, square, square));
  });
  const probabilities = twice.nodes.find(({ kernel }) => kernel === 'Attention')?.outputs[1] ?? -1;
  const read = { ...twice, outputs: [...twice.outputs, { name: 'probabilities', value: probabilities }] };
  const outputs = interpreter64(read)(new Map([['x', Float64Array.of(1, 0, 0, 2)]]));
  const [one, two] = [Math.exp(1 / Math.SQRT2), Math.exp(4 / Math.SQRT2)];
  const expected = [one / (one + 1), 1 / (one + 1), 1 / (two + 1), two / (two + 1)];
  outputs.get('probabilities')?.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  const attended = [expected[0], 2 * expected[1], expected[2], 2 * expected[3]];
  outputs.get('y')?.forEach((value, i) => expect(value).toBeCloseTo(attended[i], 6));
  expect([...outputs.values()].map(values => values.length)).toEqual([4, 4]);
});
