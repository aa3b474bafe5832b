import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkWords, packageLinkWords } from './addonLinking';
import { isOpenedByName, pythonPlatforms } from './recipe';

test('the addon for the processor finds TensorFlow beside it', () => {
  expect(linkWords('/e', [])).toEqual([
    '/e/tensorflow/libtensorflow_cc.so.2',
    '/e/tensorflow/libtensorflow_framework.so.2',
    '-Wl,-rpath,$ORIGIN/tensorflow',
  ]);
});

test('with CUDA it loads what TensorFlow opens by name, from beside it', () => {
  const words = linkWords('/e', ['nvidia/cublas/lib/libcublas.so.12', 'nvidia/cublas/lib/libcublasLt.so.12']);
  expect(words.indexOf('-Wl,--no-as-needed')).toBeLessThan(words.indexOf('/e/nvidia/cublas/lib/libcublas.so.12'));
  expect(words.at(-1)).toBe('-Wl,-rpath,$ORIGIN/tensorflow:$ORIGIN/nvidia/cublas/lib');
});

test("in the package's layout the addon finds TensorFlow where the published one looks for it too", () => {
  expect(packageLinkWords('/e', 'linux')).toEqual([
    `-L${join('/e', 'deps', 'lib')}`,
    '-ltensorflow',
    '-ltensorflow_framework',
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ]);
  expect(packageLinkWords('/e', 'darwin')).toEqual([
    join('/e', 'deps', 'lib', 'libtensorflow.2.dylib'),
    join('/e', 'deps', 'lib', 'libtensorflow_framework.2.dylib'),
    '-Wl,-rpath,@loader_path/../../deps/lib',
  ]);
});

test('of the libraries in the wheels those that TensorFlow opens are loaded, not the parts that these open', () => {
  const paths = [
    'nvidia/cuda_runtime/lib/libcudart.so.12',
    'nvidia/cufft/lib/libcufft.so.11',
    'nvidia/nvjitlink/lib/libnvJitLink.so.12',
    'nvidia/nccl/lib/libnccl.so.2',
    'nvidia/cudnn/lib/libcudnn.so.9',
  ];
  const others = [
    'nvidia/cudnn/lib/libcudnn_graph.so.9',
    'nvidia/cublas/lib/libnvblas.so.12',
    'nvidia/cufft/lib/libcufftw.so.11',
    'nvidia/cuda_nvrtc/lib/libnvrtc-builtins.so.12.9',
    'nvidia/cuda_nvcc/bin/ptxas',
  ];
  expect([...paths, ...others].filter(isOpenedByName)).toEqual(paths);
});

test("pip is told of every platform that NVIDIA's wheels are tagged with, for it takes them literally", () => {
  const tags = ['manylinux_2_27', 'manylinux_2_25', 'manylinux_2_18', 'manylinux_2_12', 'manylinux2014', 'manylinux1'];
  expect(pythonPlatforms).toEqual(expect.arrayContaining(tags.map(tag => `${tag}_x86_64`)));
});
