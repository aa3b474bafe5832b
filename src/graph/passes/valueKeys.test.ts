import { expect, test } from 'vitest';
import { capture } from '../capture';
import { ValueKeys } from './valueKeys';

const graph = (factor: number) =>
  capture(({ tf, input, output }) => {
    const x = input({ name: 'x', shape: [2, 3], role: 'image' });
    output('scaled', tf.mul(x, factor));
    const [first, second] = tf.split(x, [1, 2], 1);
    output('first', first);
    output('second', second);
  });

const keysOf = (keys: ValueKeys, of: ReturnType<typeof graph>) => {
  const found = keys.of(of);
  return of.outputs.map(({ value }) => found.get(value));
};

test('what is computed in the same way has the same key in two graphs, and all else another', () => {
  const keys = new ValueKeys();
  const [scaled, first, second] = keysOf(keys, graph(2));
  expect(keysOf(keys, graph(2))).toEqual([scaled, first, second]);
  expect(new Set([scaled, first, second]).size).toBe(3);
  const [otherwise, ...rest] = keysOf(keys, graph(3));
  expect(otherwise).not.toBe(scaled);
  expect(rest).toEqual([first, second]);
});

test('infinities of different signs have different keys', () => {
  const keys = new ValueKeys();
  const scaled = [Infinity, -Infinity, NaN].map(factor => keysOf(keys, graph(factor))[0]);
  expect(new Set(scaled).size).toBe(3);
});

test('inputs are known by their names', () => {
  const keys = new ValueKeys();
  const named = (name: string) =>
    capture(({ tf, input, output }) => output('y', tf.exp(input({ name, shape: [2], role: 'image' }))));
  const [a, b] = [named('a'), named('b')].map(graph => keys.of(graph).get(graph.outputs[0].value));
  expect(a).not.toBe(b);
});
