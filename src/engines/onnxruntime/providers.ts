import type { InferenceSession } from 'onnxruntime-node';
import type { EngineId } from '../../protocol/engineReport';
import type { Precision } from '../../protocol/precision';

/** The providers of ONNX Runtime that compute on something else than the processor. */
export const providerNames = ['cuda', 'webgpu', 'coreml', 'directml'] as const;
export type ProviderName = (typeof providerNames)[number];

export interface Provider {
  readonly engine: EngineId;
  /** Where onnxruntime-node has it, built in or to be added, by operating system and processor. */
  readonly platforms: readonly string[];
  /** What ONNX Runtime calls it in its reports. */
  readonly reported: string;
  /** What it has matrix products in; a card may have fewer, and says so when it is asked for one. */
  readonly precisions: readonly Precision[];
  readonly session: InferenceSession.SessionOptions;
}

/** Core ML: static shapes alone (8), its newer kind of program (16), the processor and the graphics card (32), whose `float32` is such. */
const coreMlFlags = 8 + 16 + 32;

export const providers: Readonly<Record<ProviderName, Provider>> = {
  cuda: {
    engine: 'onnxruntime-cuda',
    platforms: ['linux-x64'],
    reported: 'CUDAExecutionProvider',
    precisions: ['float32', 'tf32', 'bfloat16', 'float16'],
    session: { executionProviders: ['cuda'] },
  },
  webgpu: {
    engine: 'onnxruntime-webgpu',
    platforms: ['linux-x64', 'win32-x64', 'win32-arm64', 'darwin-arm64'],
    reported: 'WebGpuExecutionProvider',
    precisions: ['float32', 'float16'],
    session: { executionProviders: ['webgpu'] },
  },
  coreml: {
    engine: 'onnxruntime-coreml',
    platforms: ['darwin-arm64'],
    reported: 'CoreMLExecutionProvider',
    precisions: ['float32'],
    session: { executionProviders: [{ name: 'coreml', coreMlFlags }] },
  },
  directml: {
    engine: 'onnxruntime-directml',
    platforms: ['win32-x64', 'win32-arm64'],
    reported: 'DmlExecutionProvider',
    precisions: ['float32', 'float16'],
    // It needs both: it plans its memory itself.
    session: { executionProviders: ['dml'], enableMemPattern: false, executionMode: 'sequential' },
  },
};

/** The provider that an engine is; undefined of another engine. */
export const providerOf = (engine: EngineId): ProviderName | undefined =>
  providerNames.find(name => providers[name].engine === engine);

/** Whether onnxruntime-node has a provider on a platform such as `linux-x64`. */
export const isOn = (name: ProviderName, platform = `${process.platform}-${process.arch}`): boolean =>
  providers[name].platforms.includes(platform);
