import { expect, test } from 'vitest';
import expected from '../../test/fixtures/counts/methods_counts.json';
import { type Architecture, findArchitecture } from '../backbones/architecture';
import { sizeOf } from '../backbones/parameter';
import { vitParameters } from '../backbones/vit/parameters';
import { findMethod } from './catalogue';
import type { Hyperparameters, Values } from './hyperparameters';
import type { Trainable } from './method';

const sizes = [
  { id: 'vit-tiny-patch16-224', published: expected.vit_tiny },
  { id: 'vit-small-patch16-224', published: expected.vit_small },
  { id: 'vit-base-patch16-224', published: expected.vit_base },
] as const;

type Given = Values<Hyperparameters>;

const everyTarget = ['q', 'k', 'v', 'output', 'fc1', 'fc2'] as const;

/** Key of the published table, method, and the hyper-parameters that the entry stands for. */
const entries = [
  ['backbone', 'full', {}],
  ['partial1', 'partial', {}],
  ['partial2', 'partial', { blocks: 2 }],
  ['partial4', 'partial', { blocks: 4 }],
  ['vpt_shallow_p10', 'vpt-shallow', {}],
  ['vpt_shallow_p100', 'vpt-shallow', { prompts: 100 }],
  ['vpt_deep_p5', 'vpt-deep', { prompts: 5 }],
  ['vpt_deep_p10', 'vpt-deep', {}],
  ['vpt_deep_p50', 'vpt-deep', { prompts: 50 }],
  ['pfeiffer_h8', 'pfeiffer', {}],
  ['adaptformer_h64', 'adaptformer', {}],
  ['adaptformer_h8', 'adaptformer', { bottleneck: 8 }],
  ['lora_qv_r4', 'lora', { rank: 4 }],
  ['lora_qv_r8', 'lora', {}],
  ['lora_qv_r16', 'lora', { rank: 16 }],
  ['lora_all_r8', 'lora', { targets: everyTarget }],
  ['bitfit', 'bitfit', {}],
  ['ssf', 'ssf', {}],
] as const;

function trainables(id: string, architecture: Architecture, given: Given = {}): readonly Trainable[] {
  const method = findMethod(id);
  const values = Object.entries(method.hyperparameters).map(([name, { default: usual }]) => [
    name,
    given[name] ?? usual,
  ]);
  return method.parameters(architecture, Object.fromEntries(values));
}

function count(id: string, architecture: Architecture, given: Given = {}): number {
  const backbone = new Map(vitParameters(architecture).map(({ name, shape }) => [name, sizeOf(shape)]));
  return trainables(id, architecture, given)
    .map(tensor => (tensor.kind === 'added' ? sizeOf(tensor.shape) : (backbone.get(tensor.name) ?? Number.NaN)))
    .reduce((sum, size) => sum + size, 0);
}

test.each(sizes)('a block of $id has its published number of parameters', ({ id, published }) => {
  const block = vitParameters(findArchitecture(id)).filter(({ layer }) => layer === 0);
  expect(block.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(published.block);
});

test.each(sizes.flatMap(size => entries.map(([key, method, given]) => ({ ...size, key, method, given }))))(
  '$method trains the published $key parameters of $id',
  ({ id, published, key, method, given }) => {
    expect(count(method, findArchitecture(id), given)).toBe(published[key]);
  },
);

test('a linear probe trains nothing but the head', () => {
  expect(count('linear', findArchitecture('vit-tiny-patch16-224'))).toBe(0);
});

test.each(['vpt-deep', 'pfeiffer', 'adaptformer', 'lora'])('%s of 3 out of 12 blocks trains a quarter', id => {
  const architecture = findArchitecture('vit-tiny-patch16-224');
  const whole = count(id, architecture);
  expect(count(id, architecture, { layers: 'first-3' })).toBe(whole / 4);
  expect(count(id, architecture, { layers: 'last-3' })).toBe(whole / 4);
  expect(count(id, architecture, { layers: [0, 5, 11] })).toBe(whole / 4);
});

test.each([
  ['bitfit', 11],
  ['ssf', 22],
])('%s of chosen blocks leaves the embedding and the final norm alone', (id, widthsPerBlock) => {
  const architecture = findArchitecture('vit-base-patch16-224');
  expect(count(id, architecture, { layers: [2] })).toBe(widthsPerBlock * 768);
  expect(count(id, architecture, { layers: 'first-12' })).toBe(12 * widthsPerBlock * 768);
});

test('partial-k trains the last blocks and the final norm, and says so when the backbone has fewer blocks', () => {
  const architecture = findArchitecture('vit-nano');
  const names = trainables('partial', architecture, { blocks: 1 }).map(({ name }) => name);
  expect(names).toContain('blocks.5.fc2.weight');
  expect(names).toContain('norm.bias');
  expect(names.filter(name => !name.startsWith('blocks.5.') && !name.startsWith('norm.'))).toEqual([]);
  expect(() => trainables('partial', architecture, { blocks: 7 })).toThrow(
    'blocks is 7, but backbone vit-nano has 6 blocks: use 1 to 6.',
  );
});

test('a target named twice is changed once', () => {
  const architecture = findArchitecture('vit-nano');
  expect(count('lora', architecture, { targets: ['v', 'q', 'v'] })).toBe(count('lora', architecture));
});
