import { expect, test } from 'vitest';
import { type EngineStatuses, type Torch, findImplementations } from './implementations';

const engine = (id: string, more: Partial<EngineStatuses[number]> = {}): EngineStatuses[number] => ({
  id,
  usable: true,
  version: '1',
  devices: ['gpu'],
  reason: null,
  precisions: ['float32', 'float16'],
  ...more,
});

const torch: Torch = {
  python: '3.11',
  torch: '2.13.0',
  cuda: '13.0',
  cudnn: 92400,
  hip: null,
  problem: null,
  devices: {
    cpu: { name: 'x86_64', precisions: ['float32', 'bfloat16'] },
    cuda: { name: 'NVIDIA L4', precisions: ['float32', 'tf32', 'bfloat16'] },
  },
};

const names = (found: ReturnType<typeof findImplementations>) => found.implementations.map(({ name }) => name);

test('every usable engine of the card is measured in each of its precisions, and PyTorch compiled and not', () => {
  const engines = [engine('onnxruntime', { devices: ['cpu'] }), engine('onnxruntime-webgpu'), engine('reference')];
  expect(names(findImplementations('gpu', engines, torch, []))).toEqual([
    'onnxruntime-webgpu float32',
    'onnxruntime-webgpu float16',
    'pytorch float32',
    'pytorch float32 compiled',
    'pytorch tf32',
    'pytorch tf32 compiled',
    'pytorch bfloat16',
    'pytorch bfloat16 compiled',
  ]);
});

test('an engine that can not be used is missing with its own reason, and one on the processor with what to do', () => {
  const engines = [
    engine('onnxruntime-cuda', { usable: false, devices: [], reason: 'There is no card.' }),
    engine('tensorflow', { devices: ['cpu'] }),
  ];
  const { missing } = findImplementations('gpu', engines, 'python3 has no torch.', []);
  expect(missing.map(({ name }) => name)).toEqual(['onnxruntime-cuda', 'tensorflow', 'pytorch']);
  expect(missing[0].reason).toBe('There is no card.');
  expect(missing[1].reason).toContain('engines install tensorflow --device cuda');
});

test('an engine on a device of software is left out, unless it is named', () => {
  const software = [
    engine('onnxruntime-webgpu', { devices: ['cpu'], adapter: 'SwiftShader', precisions: ['float32'] }),
  ];
  const { missing } = findImplementations('gpu', software, torch, []);
  expect(missing[0].reason).toContain('It computes on SwiftShader here');
  expect(names(findImplementations('gpu', software, torch, ['onnxruntime-webgpu']))).toEqual([
    'onnxruntime-webgpu float32',
  ]);
});

test('PyTorch for the processor alone is missing on a card', () => {
  const problem = 'The NVIDIA driver on your system is too old';
  const tooOld = findImplementations('gpu', [], { ...torch, problem, devices: {} }, []);
  expect(tooOld.missing[0].reason).toContain(problem);
  const { missing, implementations } = findImplementations(
    'gpu',
    [],
    { ...torch, devices: { cpu: torch.devices.cpu } },
    [],
  );
  expect(implementations).toEqual([]);
  expect(missing).toEqual([{ name: 'pytorch', reason: expect.stringContaining('finds no graphics card') }]);
});

test('a rehearsal takes the engines of the processor', () => {
  const engines = [engine('onnxruntime', { devices: ['cpu'], precisions: ['float32'] }), engine('onnxruntime-webgpu')];
  expect(names(findImplementations('cpu', engines, torch, ['float32']))).toEqual([
    'onnxruntime float32',
    'pytorch float32',
    'pytorch float32 compiled',
  ]);
});
