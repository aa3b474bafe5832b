import { expect, test } from 'vitest';
import { learningRateAt } from './schedule';

const context = { peak: 0.1, epochs: 10, warmupEpochs: 2, stepsPerEpoch: 5 };

test('the warm-up rises linearly to the peak, never starting at zero', () => {
  const rates = Array.from({ length: 10 }, (_, step) => learningRateAt({ name: 'cosine' }, step, context));
  expect(rates[0]).toBeCloseTo(0.01);
  expect(rates[9]).toBeCloseTo(0.1);
  expect(learningRateAt({ name: 'cosine' }, 10, context)).toBeCloseTo(0.1);
});

test('cosine is at half the peak half way and at zero after the last step', () => {
  expect(learningRateAt({ name: 'cosine' }, 30, context)).toBeCloseTo(0.05);
  expect(learningRateAt({ name: 'cosine' }, 50, context)).toBeCloseTo(0);
});

test('linear falls by equal amounts', () => {
  expect(learningRateAt({ name: 'linear' }, 20, context)).toBeCloseTo(0.075);
  expect(learningRateAt({ name: 'linear' }, 40, context)).toBeCloseTo(0.025);
});

test('step drops by its factor every few epochs, and constant never', () => {
  const step = { name: 'step', every: 4, factor: 0.5 } as const;
  expect(learningRateAt(step, 19, context)).toBeCloseTo(0.1);
  expect(learningRateAt(step, 20, context)).toBeCloseTo(0.05);
  expect(learningRateAt(step, 40, context)).toBeCloseTo(0.025);
  expect(learningRateAt({ name: 'constant' }, 49, context)).toBe(0.1);
});
