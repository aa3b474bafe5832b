import { expect, test } from 'vitest';
import { moduleOf } from './modules';

const instances = ['lora', 'lora-2'];

test.each([
  [0, 'lora.blocks.0.q.a', 'lora'],
  [0, 'lora-2.blocks.0.q.a', 'lora-2'],
  ['head', 'head.weight', 'head'],
  ['embedding', 'patch.weight', 'embedding'],
  [3, 'blocks.3.q.weight', 'attention'],
  [3, 'blocks.3.output.bias', 'attention'],
  [3, 'blocks.3.fc1.weight', 'mlp'],
  [3, 'blocks.3.norm1.bias', 'norms'],
  ['norm', 'norm.weight', 'norms'],
  [3, 'blocks.3.scale1', 'other'],
] as const)('in layer %s, %s belongs to %s', (layer, name, module) => {
  expect(moduleOf({ layer, name }, instances)).toBe(module);
});
