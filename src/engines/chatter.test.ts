import { expect, test } from 'vitest';
import { isChatter } from './chatter';

test.each([
  ['WARNING: All log messages before absl::InitializeLog() is called are written to STDERR', true],
  ['I0000 00:00:1795374536.653549   17146 port.cc:153] oneDNN custom operations are on.', true],
  ['W0000 00:00:1795374536.653549   17146 gpu_device.cc:2344] Cannot dlopen some GPU libraries.', true],
  ['E0000 00:00:1795374536.653549   17146 cuda_dnn.cc:8579] Unable to register cuDNN factory', false],
  ['F0000 00:00:1795374536.653549   17146 tensor.cc:844] Check failed: dtype', false],
  ['Failed: out of memory.', false],
])('%j is or is not chatter', (line, chatter) => {
  expect(isChatter(line)).toBe(chatter);
});
