import { expect, test } from 'vitest';
import { findArchitecture } from '../../backbones/architecture';
import { experimentSchema } from '../../protocol/experiment';
import { optimizerSchema } from '../../protocol/training';
import { describeNetwork } from '../../training/network';
import { selectMethod } from '../selections';
import { planMemoryBytes } from './memory';
import { planFlops, planTraining, runsOf } from './plan';
import { epochSeconds, estimatedSeconds } from './seconds';

const splits = { train: 100, validation: 50, images: 200 };
const adamw = optimizerSchema.parse({ name: 'adamw' });

function planOf(method: { id: string } & Record<string, unknown>, training: object = {}, augmentation: object = {}) {
  const data = { kind: 'image-folder', path: 'images', augmentation };
  const experiment = experimentSchema.parse({ backbone: 'vit-nano', data, method, training });
  const network = describeNetwork(findArchitecture('vit-nano-patch8-32'), [selectMethod(method)], 10);
  return planTraining(network, experiment, splits, { device: 'cpu' });
}

test('an epoch has a step for every batch, and each split is evaluated in micro-batches', () => {
  const plan = planOf({ id: 'linear' }, { batchSize: 32 });
  expect(runsOf(plan)).toEqual({ gradients: 4, updates: 4, evaluations: 2, prefixes: 6 });
});

test('a linear probe does its work once per image, and hardly any in each epoch', () => {
  const linear = planFlops(planOf({ id: 'linear' }));
  const full = planFlops(planOf({ id: 'full' }));
  expect(linear.prefix).toBeGreaterThan(100 * linear.step);
  expect(full.prefix).toBe(0);
  // Forward and two passes back.
  expect(full.step / planFlops(planOf({ id: 'full' })).evaluation).toBeCloseTo(3, 0);
});

test('where every epoch sees other images nothing is kept', () => {
  const { cut, prefix } = planOf({ id: 'linear' }, {}, { flip: true });
  expect({ cut, prefix }).toEqual({ cut: null, prefix: null });
});

test('a batch is never larger than the training split', () => {
  expect(planOf({ id: 'linear' }, { batchSize: 1000 })).toMatchObject({ batchSize: 100, stepsPerEpoch: 1 });
});

test('twice the rate takes less time, and the once-only part is told apart', () => {
  const plan = planOf({ id: 'linear' });
  const slow = epochSeconds(plan, estimatedSeconds(plan, 1e9));
  const fast = epochSeconds(plan, estimatedSeconds(plan, 2e9));
  expect(slow.once).toBeGreaterThan(1.9 * fast.once);
  expect(slow.once).toBeGreaterThan(slow.epoch);
});

test('larger batches and more trained tensors take more memory', () => {
  const memory = (id: string, batchSize: number) => planMemoryBytes(planOf({ id }, { batchSize }), adamw);
  expect(memory('full', 64)).toBeGreaterThan(memory('full', 16));
  expect(memory('full', 16)).toBeGreaterThan(memory('bitfit', 16));
  expect(memory('bitfit', 16)).toBeGreaterThan(memory('linear', 16));
});
