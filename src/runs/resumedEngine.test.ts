import { expect, test } from 'vitest';
import type { Environment } from '../protocol/environment';
import { resumedEngine } from './resumedEngine';

const began = (name: string): Environment => ({
  versions: {},
  platform: 'linux-x64',
  processor: { model: 'any', cores: 2 },
  engine: { name, version: '1', threads: 2 },
  data: { fingerprint: '', images: 1, classes: 1 },
  checkpoint: null,
  backboneFingerprint: '',
  git: null,
});

test('a run goes on with the engine that it began on, unless another is asked for', () => {
  expect(resumedEngine('auto', began('tensorflow'))).toBe('tensorflow');
  expect(resumedEngine('auto', began('onnxruntime-webgpu'))).toBe('onnxruntime-webgpu');
  expect(resumedEngine('onnxruntime', began('tensorflow'))).toBe('onnxruntime');
});

test('a run that has not begun, or began on what is no engine now, takes the one that is chosen', () => {
  expect(resumedEngine('auto', null)).toBe('auto');
  expect(resumedEngine('auto', began('of another version'))).toBe('auto');
});
