import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from './unpackLibrary';

const placed = (path: string) => placeOf(path, { folder: 'engine', work: 'work' });

test.each([
  ['lib/libtensorflow.so.2.9.1', join('engine', 'deps', 'lib', 'libtensorflow.so.2.9.1')],
  ['lib/libtensorflow_framework.2.dylib', join('engine', 'deps', 'lib', 'libtensorflow_framework.2.dylib')],
  ['include/tensorflow/c/c_api.h', join('work', 'include', 'tensorflow', 'c', 'c_api.h')],
  ['THIRD_PARTY_TF_C_LICENSES', join('engine', 'deps', 'THIRD_PARTY_TF_C_LICENSES')],
  ['include/tensorflow/c/LICENSE', join('engine', 'deps', 'include', 'tensorflow', 'c', 'LICENSE')],
])('%s goes to %s', (path, place) => {
  expect(placed(path)).toBe(place);
});

test.each(['lib/tensorflow.dll', 'tensorflow.dll'])('%s goes beside the addon that loads it', path => {
  expect(placed(path)).toBe(join('engine', 'lib', 'napi-v8', 'tensorflow.dll'));
});

test.each(['lib/._libtensorflow.2.dylib', 'lib/tensorflow.lib', 'lib/other.dll', 'README'])('%s stays', path => {
  expect(placed(path)).toBeNull();
});
