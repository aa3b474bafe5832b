import { expect, test } from 'vitest';
import { findArchitecture } from '../../backbones/architecture';
import { selectMethod } from '../../experiments/selections';
import { placeOf } from './litParts';

const place = (id: string, values = {}) => placeOf(findArchitecture('vit-nano'), selectMethod({ id, ...values }));
const partsOf = (id: string, values = {}) => place(id, values).lit.map(({ part, how }) => `${how} ${part}`);

test('a change of chosen weights is lit at these, block by block', () => {
  expect(partsOf('lora', { targets: ['k', 'fc1'] })).toEqual(['added k', 'added fc1']);
  expect(place('lora', { layers: 'last-2' }).blocks).toEqual([4, 5]);
});

test('prompts stand in the sequence or at the keys and values', () => {
  expect(partsOf('vpt-shallow')).toEqual(['added tokens']);
  expect(partsOf('vpt-deep')).toEqual(['added prompts']);
});

test('an adapter stands behind the MLP or beside it', () => {
  expect(partsOf('pfeiffer')).toEqual(['added mlp-after']);
  expect(partsOf('adaptformer')).toEqual(['added mlp-beside']);
});

test('what is unfrozen is lit where it is', () => {
  expect(partsOf('partial', { blocks: 2 })).toEqual(
    ['norm1', 'q', 'k', 'v', 'output', 'norm2', 'fc1', 'fc2', 'norm'].map(part => `trained ${part}`),
  );
  expect(place('partial', { blocks: 2 }).blocks).toEqual([4, 5]);
  expect(partsOf('linear')).toEqual([]);
});
