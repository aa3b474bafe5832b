import { expect, test } from 'vitest';
import { type Machinery, findAdapter } from './adapter';

const machine: Machinery = { platform: 'linux', environment: {}, processor: 'Apple M2', cards: [], hasGraphics: true };
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

test('a single card is named', () => {
  expect(findAdapter('cuda', { ...machine, cards: ['NVIDIA L4'] })).toEqual({ device: 'gpu', adapter: 'NVIDIA L4' });
});

test.each([
  { ...machine, cards: ['NVIDIA L4', 'NVIDIA H100'] },
  { ...machine, cards: ['NVIDIA L4'], environment: { CUDA_VISIBLE_DEVICES: '0' } },
])('no card is named where it could be another one (case %#)', several => {
  expect(findAdapter('cuda', several)).toEqual({ device: 'gpu' });
});

test.each<readonly [Partial<Machinery>, 'cpu' | 'gpu']>([
  [{}, 'gpu'],
  [{ hasGraphics: false }, 'cpu'],
  [{ environment: { VK_ICD_FILENAMES: swiftShader } }, 'cpu'],
  [{ environment: { VK_DRIVER_FILES: '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json' } }, 'cpu'],
  [{ environment: { VK_ICD_FILENAMES: `${swiftShader}:/etc/vulkan/icd.d/nvidia_icd.json` } }, 'gpu'],
  [{ platform: 'win32', hasGraphics: false }, 'gpu'],
])('WebGPU in software is not taken for a graphics card (case %#)', (parts, device) => {
  expect(findAdapter('webgpu', { ...machine, ...parts }).device).toBe(device);
});

test('Core ML is said to choose', () => {
  expect(findAdapter('coreml', { ...machine, platform: 'darwin' }).adapter).toBe('Apple M2, as Core ML chooses');
});
