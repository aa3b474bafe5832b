import { expect, test } from 'vitest';
import { cudaNeeds } from './cudaNeeds';

const common = ['libdl.so.2', 'libcurand.so.10', 'libcudnn.so.9', 'libstdc++.so.6'];

test('a provider of CUDA 12 needs the projects of CUDA 12, each after those that it uses', () => {
  const linked = ['libcublasLt.so.12', 'libcublas.so.12', 'libcufft.so.11', 'libcudart.so.12', ...common];
  expect(cudaNeeds(linked)).toEqual({
    version: 12,
    libraries: [
      { name: 'libcudart.so.12', project: 'nvidia-cuda-runtime-cu12', bounds: '>=12,<13' },
      { name: 'libnvJitLink.so.12', project: 'nvidia-nvjitlink-cu12', bounds: '>=12,<13' },
      { name: 'libnvrtc.so.12', project: 'nvidia-cuda-nvrtc-cu12', bounds: '>=12,<13' },
      { name: 'libcublasLt.so.12', project: 'nvidia-cublas-cu12', bounds: '>=12,<13' },
      { name: 'libcublas.so.12', project: 'nvidia-cublas-cu12', bounds: '>=12,<13' },
      { name: 'libcurand.so.10', project: 'nvidia-curand-cu12', bounds: '>=10,<11' },
      { name: 'libcufft.so.11', project: 'nvidia-cufft-cu12', bounds: '>=11,<12' },
      { name: 'libcudnn.so.9', project: 'nvidia-cudnn-cu12', bounds: '>=9,<10' },
    ],
  });
});

test('from CUDA 13 on only what is released apart from CUDA has its number in the name', () => {
  const needs = cudaNeeds(['libcublas.so.13', 'libcufft.so.12', 'libcudart.so.13', 'libnccl.so.2', ...common]);
  expect(needs?.version).toBe(13);
  expect(needs?.libraries.map(({ project, bounds }) => `${project}${bounds}`)).toEqual([
    'nvidia-cuda-runtime>=13,<14',
    'nvidia-nvjitlink>=13,<14',
    'nvidia-cuda-nvrtc>=13,<14',
    'nvidia-cublas>=13,<14',
    'nvidia-curand>=10,<11',
    'nvidia-cufft>=12,<13',
    'nvidia-nccl-cu13>=2,<3',
    'nvidia-cudnn-cu13>=9,<10',
  ]);
});

test('what is linked with no CUDA needs nothing of it', () => {
  expect(cudaNeeds(['libc.so.6', 'libonnxruntime.so.1'])).toBeNull();
});
