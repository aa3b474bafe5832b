import { expect, test } from 'vitest';
import { capture } from '../capture';
import { removeDeadCode } from './deadCode';

test('only what an output depends on stays: inputs, constants and nodes', () => {
  const graph = capture(({ tf, input, output }) => {
    const [x, y, z] = ['x', 'y', 'z'].map(name => input({ name, shape: [2], role: 'image' }));
    tf.exp(y);
    tf.mul(z, 7);
    output('result', tf.add(tf.square(x), 3));
  });
  expect(graph.inputs.map(({ name }) => name)).toEqual(['x', 'y', 'z']);
  expect(graph.constants.map(({ data }) => [...data])).toEqual([[7], [3]]);
  const live = removeDeadCode(graph);
  expect(live.inputs.map(({ name }) => name)).toEqual(['x']);
  expect(live.constants.map(({ data }) => [...data])).toEqual([[3]]);
  expect(live.nodes.map(({ kernel }) => kernel)).toEqual(['Square', 'Add']);
  expect(live.values).toHaveLength(4);
});

test('a node of several results stays if one of them is read', () => {
  const graph = capture(({ tf, input, output }) => {
    output('second', tf.split(input({ name: 'x', shape: [4], role: 'image' }), 2)[1]);
  });
  expect(removeDeadCode(graph).nodes.map(({ outputs }) => outputs.length)).toEqual([2]);
});

test('an input that is an output stays', () => {
  const graph = capture(({ input, output }) => output('same', input({ name: 'x', shape: [4], role: 'image' })));
  expect(removeDeadCode(graph)).toEqual(graph);
});
