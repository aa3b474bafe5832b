import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import type { Engine } from './engine';
import { requirePrecision } from './requirePrecision';

const engine = (device: Engine['device'], ...precisions: Engine['precisions']): Engine => ({
  id: 'onnxruntime-webgpu',
  version: '2',
  threads: 1,
  device,
  precisions,
  prepare: () => Promise.reject(new Error('It computes nothing.')),
});

test('an engine that has a precision is let pass, and another says what to choose', () => {
  expect(() => requirePrecision(engine('cpu', 'float32', 'float16'), 'float16', '--precision')).not.toThrow();
  expect(() => requirePrecision(engine('cpu', 'float32', 'float16'), 'bfloat16', 'a.json: training.precision')).toThrow(
    new InputError(
      "a.json: training.precision is bfloat16, which onnxruntime-webgpu can't compute here: choose float32, float16 or another " +
        'engine, such as tensorflow.',
    ),
  );
});

test('on a card that is not to compute in TF32 in this process, it says that another process could', () => {
  expect(() => requirePrecision(engine('gpu', 'float32'), 'tf32', '--precision')).toThrow(
    /choose float32 or an engine on an NVIDIA card, or run it apart from experiments in other precisions\.$/,
  );
});

test('where any engine would have done, none is blamed', () => {
  expect(() => requirePrecision(engine('cpu', 'float32'), 'tf32', 'a.json: training.precision', 'auto')).toThrow(
    new InputError(
      'a.json: training.precision is tf32, which no engine here can compute: choose float32, or add an NVIDIA card.',
    ),
  );
  expect(() => requirePrecision(engine('cpu', 'float32', 'float16'), 'bfloat16', '--precision', 'auto')).toThrow(
    /: choose float32 or float16, or add TensorFlow\.$/,
  );
});
