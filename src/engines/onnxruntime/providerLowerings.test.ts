import type { Rank } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture } from '../../graph/capture';
import { lower } from './lower';
import { loweringsFor } from './providerLowerings';
import { type ProviderName, providerNames } from './providers';

const attention = capture(({ tf, input, output }) => {
  const [q, k, v] = ['q', 'k', 'v'].map(name =>
    tf.reshape<Rank.R4>(input({ name, shape: [1, 2, 3, 4], role: 'image' }), [1, 2, 3, 4]),
  );
  output('y', tf.attention(q, k, v));
  output('sum', tf.addN([q, k, v]));
});

const operators = (name: ProviderName) => lower(attention, loweringsFor(name)).nodes.map(({ operator }) => operator);

test.each<ProviderName>(['webgpu', 'coreml'])('%s is told nothing that it lacks', name => {
  expect(operators(name)).toEqual(['Transpose', 'Mul', 'MatMul', 'Softmax', 'MatMul', 'Add', 'Add']);
});

test.each<ProviderName>(['cuda', 'directml'])('%s is told the same as the processor', name => {
  expect(operators(name)).toEqual(lower(attention).nodes.map(({ operator }) => operator));
});

test('every provider is told every kernel that the processor is', () => {
  const kernels = providerNames.map(name => Object.keys(loweringsFor(name)).length);
  expect(new Set(kernels).size).toBe(1);
});
