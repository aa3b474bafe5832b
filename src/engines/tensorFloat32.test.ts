import { expect, test } from 'vitest';
import { precisionSchema } from '../protocol/precision';
import { forbidTensorFloat32 } from './tensorFloat32';

test.each([undefined, ...precisionSchema.options])('TF32 is off unless it is asked for: %s', precision => {
  const environment: NodeJS.ProcessEnv = {};
  forbidTensorFloat32(precision, environment);
  expect(environment.NVIDIA_TF32_OVERRIDE).toBe(precision === 'tf32' ? undefined : '0');
});
