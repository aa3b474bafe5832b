import { expect, test } from 'vitest';
import { backboneOf, experimentSchema, methodEntriesOf } from './experiment';

const minimal = { backbone: 'vit-nano', data: { kind: 'image-folder', path: 'images' }, method: { id: 'linear' } };

test('the minimal file is backbone, data and method; everything else has a default', () => {
  expect(experimentSchema.parse(minimal)).toEqual({
    backbone: 'vit-nano',
    data: {
      kind: 'image-folder',
      path: 'images',
      validation: 0.2,
      test: 0.2,
      shots: null,
      augmentation: { flip: false, randomResizedCrop: false },
    },
    method: { id: 'linear' },
    training: {
      epochs: 20,
      batchSize: 32,
      optimizer: {
        name: 'adamw',
        learningRate: 0.001,
        weightDecay: 0.0001,
        decayAll: false,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      },
      schedule: 'cosine',
      warmupEpochs: 0,
      gradientClipping: null,
      labelSmoothing: 0,
      precision: 'float32',
    },
    seed: 0,
  });
});

test('filling in defaults a second time changes nothing', () => {
  const once = experimentSchema.parse(minimal);
  expect(experimentSchema.parse(once)).toEqual(once);
});

test.each([
  ['five methods', { ...minimal, method: Array(5).fill({ id: 'linear' }) }],
  ['no method', { ...minimal, method: [] }],
  ['no images left to train on', { ...minimal, data: { ...minimal.data, validation: 0.5, test: 0.5 } }],
  ['a validation share of everything', { ...minimal, data: { ...minimal.data, validation: 1 } }],
  ['an unknown field', { ...minimal, data: { ...minimal.data, folder: 'x' } }],
  ['a preprocessing field of the wrong kind', { ...minimal, data: { ...minimal.data, preprocessing: { resize: 3 } } }],
])('%s is refused', (_, file) => {
  expect(experimentSchema.safeParse(file).success).toBe(false);
});

test('a backbone has an architecture and perhaps a checkpoint, whichever way it is written', () => {
  expect(backboneOf({ backbone: 'vit-nano' })).toEqual({
    architecture: 'vit-nano',
    checkpoint: 'embedded:vit-nano',
  });
  expect(backboneOf({ backbone: 'vit-nano-patch8-32' })).toEqual({
    architecture: 'vit-nano-patch8-32',
    checkpoint: null,
  });
  expect(backboneOf({ backbone: { architecture: 'vit-nano' } })).toEqual({
    architecture: 'vit-nano',
    checkpoint: null,
  });
  const both = { architecture: 'vit-nano', checkpoint: 'a.safetensors' };
  expect(backboneOf({ backbone: both })).toEqual(both);
});

test('one method and a list of it are the same', () => {
  expect(methodEntriesOf({ method: { id: 'lora' } })).toEqual([{ id: 'lora' }]);
  expect(methodEntriesOf({ method: [{ id: 'lora' }, { id: 'ssf' }] })).toEqual([{ id: 'lora' }, { id: 'ssf' }]);
});
