import { expect, test } from 'vitest';
import type { EngineId } from '../../protocol/engineReport';
import { mayBeFastest } from './mayBeFastest';

test.each<readonly [EngineId, boolean, string, boolean]>([
  ['onnxruntime', true, 'cpu', true],
  ['onnxruntime', false, 'cpu', false],
  ['onnxruntime-webgpu', true, 'gpu', true],
  ['onnxruntime-webgpu', true, 'cpu', false],
  ['tensorflow', true, 'cpu', true],
  ['reference', true, 'cpu', false],
])('%s, usable: %s, on %s: %s', (id, usable, device, expected) => {
  expect(mayBeFastest({ id, usable, devices: [device] })).toBe(expected);
});
