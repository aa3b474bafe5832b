import { expect, test } from 'vitest';
import { optimizerSchema, scheduleOf, trainingSchema } from './training';

test('an optimiser without a name is AdamW', () => {
  expect(optimizerSchema.parse({ learningRate: 0.5 })).toMatchObject({
    name: 'adamw',
    learningRate: 0.5,
    beta2: 0.999,
  });
});

test('SGD has momentum and a learning rate of its own, and no betas', () => {
  expect(optimizerSchema.parse({ name: 'sgd' })).toMatchObject({ learningRate: 0.01, momentum: 0.9 });
  expect(optimizerSchema.safeParse({ name: 'sgd', beta1: 0.9 }).success).toBe(false);
});

test('the step schedule may be named alone or with its details', () => {
  expect(scheduleOf({ schedule: 'step' })).toEqual({ name: 'step', every: 10, factor: 0.1 });
  expect(scheduleOf(trainingSchema.parse({ schedule: { name: 'step', every: 3 } }))).toEqual({
    name: 'step',
    every: 3,
    factor: 0.1,
  });
  expect(scheduleOf({ schedule: 'cosine' })).toEqual({ name: 'cosine' });
});

test.each([
  ['a micro-batch larger than the batch', { batchSize: 8, microBatchSize: 16 }],
  ['a warm-up longer than the training', { epochs: 2, warmupEpochs: 3 }],
  ['half an epoch', { epochs: 0.5 }],
  ['a learning rate of 0', { optimizer: { learningRate: 0 } }],
  ['label smoothing of 1', { labelSmoothing: 1 }],
  ['clipping to 0', { gradientClipping: 0 }],
])('%s is refused', (_, training) => {
  expect(trainingSchema.safeParse(training).success).toBe(false);
});

test('warm-up may be a part of an epoch', () => {
  expect(trainingSchema.parse({ warmupEpochs: 0.5 }).warmupEpochs).toBe(0.5);
});
