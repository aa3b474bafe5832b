import { expect, test } from 'vitest';
import { causeIn } from './whyNoCard';

const cuInit = 'failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)';
const prefix = '2030-01-01 00:00:00.000000: E external/local_xla/xla/cuda_platform.cc:51]';

test('a library that is missing is named, before what follows from that', () => {
  const text = [
    'W dso_loader.cc:60] Cannot dlopen some GPU libraries. Please make sure the missing libraries are installed.',
    "I dso_loader.cc:70] Could not load dynamic library 'libcudnn.so.9'; dlerror: libcudnn.so.9: cannot open shared object file; LD_LIBRARY_PATH: /x",
  ].join('\n');
  expect(causeIn(text)).toBe(
    "Could not load dynamic library 'libcudnn.so.9'; dlerror: libcudnn.so.9: cannot open shared object file",
  );
});

test('a driver that does not answer is told in its own words', () => {
  expect(causeIn(`something\n${prefix} ${cuInit}\nmore`)).toBe(cuInit);
});

test('nothing is made up where TensorFlow says nothing of it', () => {
  expect(causeIn('This TensorFlow binary is optimized to use available CPU instructions.')).toBeNull();
});
