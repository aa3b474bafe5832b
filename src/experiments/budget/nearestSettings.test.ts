import { expect, test } from 'vitest';
import { findArchitecture } from '../../backbones/architecture';
import { methods } from '../../methods/catalogue';
import { selectMethod } from '../selections';
import { nearestSettings } from './nearestSettings';
import { trainedParameters } from './trainedParameters';

const nano = findArchitecture('vit-nano');
const nearest = (id: string, budget: number, values = {}) =>
  nearestSettings(nano, selectMethod({ id, ...values }), budget);

test('a budget that a method can meet is met', () => {
  // Six blocks with ten prompts of 128 values.
  expect(nearest('vpt-deep', 7680)).toMatchObject({ solved: { name: 'prompts', value: 10 }, parameters: 7680 });
  // Two matrices of rank 2 with 128 inputs and outputs, for q and v in six blocks.
  expect(nearest('lora', 6144)).toMatchObject({ solved: { name: 'rank', value: 2 }, parameters: 6144 });
});

test('of two neighbours the nearer is taken, and the smaller where both are as near', () => {
  expect(nearest('lora', 6144 + 1535).solved?.value).toBe(2);
  expect(nearest('lora', 6144 + 1536).solved?.value).toBe(2);
  expect(nearest('lora', 6144 + 1537).solved?.value).toBe(3);
});

test('the other hyper-parameters stay as they are', () => {
  const { selection, parameters } = nearest('lora', 6144, { targets: ['q'], alpha: 3 });
  expect(selection.values).toMatchObject({ targets: ['q'], alpha: 3, rank: 4 });
  expect(parameters).toBe(6144);
});

test('a budget out of reach gives the smallest or the largest that there is', () => {
  expect(nearest('vpt-deep', 1).solved?.value).toBe(1);
  expect(nearest('vpt-shallow', 1e9).solved?.value).toBe(1000);
});

test('no more blocks are asked for than the backbone has', () => {
  expect(nearest('partial', 1e9).solved?.value).toBe(6);
});

test('a method without a size has the one count that it has', () => {
  expect(nearest('bitfit', 5)).toMatchObject({ solved: null, parameters: 11 * 6 * 128 + 2 * 128 });
});

test('no other size of any method is nearer', () => {
  for (const method of methods) {
    const { selection, solved, parameters } = nearest(method.id, 20_000);
    expect(parameters).toBe(trainedParameters(nano, [selection]));
    if (solved === null) continue;
    for (const other of [solved.value - 1, solved.value + 1]) {
      if (other < 1 || (solved.name === 'blocks' && other > 6)) continue;
      const count = trainedParameters(nano, [{ method, values: { ...selection.values, [solved.name]: other } }]);
      expect(Math.abs(count - 20_000)).toBeGreaterThanOrEqual(Math.abs(parameters - 20_000));
    }
  }
});
