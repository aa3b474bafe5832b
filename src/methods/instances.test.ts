import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { zeros } from '../backbones/parameter';
import { lowRank, thaw, tokens } from '../experiments/tinyMethods.fixture';
import { InputError } from '../protocol/inputError';
import { type MethodSelection, fullName, instanceNames, resolveTrainables } from './instances';
import { type Method, defineMethod } from './method';

const nano = findArchitecture('vit-nano');
const add = (method: Method, values: MethodSelection['values']): MethodSelection => ({ method, values });
const prompts = (layers: 'all' | number[] | `last-${number}`) => add(tokens, { prompts: 4, dropout: 0, layers });

test('an instance is the method id, numbered from the second of the same id', () => {
  const repeated = [{ method: tokens }, { method: lowRank }, { method: tokens }, { method: tokens }];
  expect(instanceNames(repeated)).toEqual(['tokens', 'low-rank', 'tokens-2', 'tokens-3']);
});

test('full names tell the instance, the layer and the local name', () => {
  expect(fullName('lora', 3, 'q.a')).toBe('lora.blocks.3.q.a');
  expect(fullName('ssf-2', 'embedding', 'scale')).toBe('ssf-2.embedding.scale');
  expect(fullName('ssf', 'norm', 'scale')).toBe('ssf.norm.scale');
});

test('an added tensor keeps its declaration and gets its full name', () => {
  expect(resolveTrainables(nano, [add(lowRank, { rank: 2, targets: ['v'], layers: [1] })])).toEqual([
    {
      kind: 'added',
      instance: 'low-rank',
      name: 'low-rank.blocks.1.v.a',
      localName: 'v.a',
      layer: 1,
      shape: [2, 128],
      initialization: { kind: 'uniform', bound: Math.sqrt(1 / 128) },
      decay: true,
    },
  ]);
});

test('an unfrozen tensor starts from the checkpoint, with the shape and decay of the backbone', () => {
  expect(resolveTrainables(nano, [add(thaw, { layers: [5] })])).toEqual([
    {
      kind: 'backbone',
      instance: 'thaw',
      name: 'blocks.5.norm1.bias',
      localName: 'blocks.5.norm1.bias',
      layer: 5,
      shape: [128],
      initialization: 'pretrained',
      decay: false,
    },
    expect.objectContaining({ name: 'norm.weight', layer: 'norm', initialization: 'pretrained' }),
  ]);
});

test('a tensor that two methods unfreeze is trained once', () => {
  const twice = resolveTrainables(nano, [add(thaw, { layers: [0, 1] }), add(thaw, { layers: [1, 2] })]);
  expect(twice.map(({ instance, name }) => `${instance} ${name}`)).toEqual([
    'thaw blocks.0.norm1.bias',
    'thaw blocks.1.norm1.bias',
    'thaw norm.weight',
    'thaw-2 blocks.2.norm1.bias',
  ]);
});

test('the same method twice has tensors of different names', () => {
  const names = resolveTrainables(nano, [prompts([0]), prompts([0])]).map(({ name }) => name);
  expect(names).toEqual([
    'tokens.embedding.prompts',
    'tokens.blocks.0.prompts',
    'tokens-2.embedding.prompts',
    'tokens-2.blocks.0.prompts',
  ]);
});

test.each([
  ['a block past the last', prompts([6]), 'block 6'],
  ['more last blocks than there are', prompts('last-7'), '"last-7"'],
  ['no blocks', prompts('last-0'), '"last-0"'],
])('%s is refused by a sentence that begins with the field', (_, selection, named) => {
  const resolve = () => resolveTrainables(nano, [prompts('all'), selection]);
  expect(resolve).toThrow(InputError);
  expect(resolve).toThrow(/^method\[1\]\.layers /);
  expect(resolve).toThrow(named);
  expect(() => resolveTrainables(nano, [selection])).toThrow(/^method\.layers /);
});

test('layers are checked even if the method makes nothing of them', () => {
  const careless = { ...tokens, parameters: () => [] };
  expect(() => resolveTrainables(nano, [add(careless, { layers: [9] })])).toThrow(InputError);
});

test('a method that adds two tensors of one name is at fault, not the person', () => {
  const tensor = { kind: 'added', layer: 0, name: 'x', shape: [1], initialization: zeros, decay: false } as const;
  const broken = defineMethod({ ...thaw, id: 'broken', parameters: () => [tensor, tensor] });
  expect(() => resolveTrainables(nano, [add(broken, { layers: 'all' })])).toThrow('broken.blocks.0.x');
  expect(() => resolveTrainables(nano, [add(broken, { layers: 'all' })])).not.toThrow(InputError);
});

test('a method that unfreezes what is not there is at fault, not the person', () => {
  const broken = defineMethod({ ...thaw, parameters: () => [{ kind: 'backbone', name: 'blocks.0.fc9.bias' }] });
  expect(() => resolveTrainables(nano, [add(broken, { layers: 'all' })])).toThrow('blocks.0.fc9.bias');
});
