import { expect, test } from 'vitest';
import { csvOf, sortedRows } from './tensorTable';

const row = (layer: number | 'head', name: string, shape: number[]) => ({
  layer,
  name,
  shape,
  parameters: shape.reduce((product, side) => product * side, 1),
  trainable: layer === 'head',
  part: 'x',
});
const rows = [row(0, 'blocks.2.b', [4]), row(1, 'blocks.10.a', [2, 3]), row('head', 'head', [4])];
const names = (column: 'order' | 'name' | 'shape' | 'parameters', descending: boolean) =>
  sortedRows(rows, { column, descending }).map(({ name }) => name);

test('names sort by their numbers, and equals keep the forward order', () => {
  expect(names('name', false)).toEqual(['blocks.2.b', 'blocks.10.a', 'head']);
  expect(names('parameters', false)).toEqual(['blocks.2.b', 'head', 'blocks.10.a']);
  expect(names('parameters', true)).toEqual(['blocks.10.a', 'blocks.2.b', 'head']);
  expect(names('shape', true)).toEqual(['blocks.10.a', 'blocks.2.b', 'head']);
  expect(names('order', true)).toEqual(['head', 'blocks.10.a', 'blocks.2.b']);
});

test('comma-separated values have a line for each tensor', () => {
  expect(csvOf(rows.slice(1))).toBe(
    'layer,tensor,shape,parameters,trainable\n1,blocks.10.a,2x3,6,false\nhead,head,4,4,true\n',
  );
});
