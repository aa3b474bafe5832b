import { expect, test } from 'vitest';
import { packageLibraries } from './packageLibraries';
import { type SourceRequest, sourcesOf } from './sources';

const asked = (changes: Partial<SourceRequest>, platform = 'linux-x64') =>
  sourcesOf({ source: 'auto', device: 'cpu', ...changes }, platform, packageLibraries);

test('the package comes first, and the wheel where it has the newer CUDA', () => {
  expect(asked({})).toEqual(['package', 'wheel']);
  expect(asked({ device: 'cuda' })).toEqual(['wheel', 'package']);
});

test('what was asked for is not replaced, and a wheel that was named is a wheel', () => {
  expect(asked({ source: 'package' })).toEqual(['package']);
  expect(asked({ source: 'wheel' })).toEqual(['wheel']);
  expect(asked({ from: 'tensorflow.whl' })).toEqual(['wheel']);
  expect(() => asked({ source: 'package', from: 'tensorflow.whl' })).toThrow('leave one of them out');
});

test.each(['linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'])('on %s there is the package alone', platform => {
  expect(asked({}, platform)).toEqual(['package']);
  expect(() => asked({ source: 'wheel' }, platform)).toThrow(`on linux-x64 alone, not on ${platform}`);
  expect(() => asked({ device: 'cuda' }, platform)).toThrow('leave out --device cuda');
});

test('where there is nothing, what computes instead is said', () => {
  expect(() => asked({}, 'linux-riscv64')).toThrow(/on linux-riscv64: use ONNX Runtime/);
});
