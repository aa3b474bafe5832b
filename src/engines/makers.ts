import { existsSync } from 'node:fs';
import type { EngineId } from '../protocol/engineReport';
import { cardMemory } from './cards';
import type { Engine, EngineOptions } from './engine';
import { packageLibraries } from './installation/packageLibraries';
import { supportedPlatform } from './installation/recipe';
import { libraryFor } from './installation/sources';
import { findCudaProvider, installedCudaProviders } from './onnxruntime/cudaProvider';
import { diagnose } from './onnxruntime/diagnose';
import { explainCudaNotInstalled, explainOtherCuda, explainPlatform, explainProvider } from './onnxruntime/explain';
import { onnxRuntimePackage } from './onnxruntime/package';
import { type ProviderName, isOn, providerOf } from './onnxruntime/providers';
import { findAddon, installations } from './tensorflow/installation';

/** How an engine is made, and what is said when it can't be. Each is loaded when it is asked for: native code may be absent. */
export interface Maker {
  make(options: EngineOptions): Promise<Engine>;
  /** One sentence: why it can't be used and what to do. */
  explain(reason: string): string;
  /** As `explain`, where it can be seen without loading anything that it can't be used. */
  missing?(): string | undefined;
  /** The literal reason where only a look at its libraries gives it, which a process that ends soon may take. */
  diagnose?(reason: string): string;
  readonly isProvider?: true;
}

const platform = `${process.platform}-${process.arch}`;

const hasCudaWheels = platform === supportedPlatform;

/** For Windows no addon was published, and none is built there. */
const isInstallable = process.platform !== 'win32' && libraryFor(packageLibraries, platform, 'cpu') !== undefined;

const provider = (name: ProviderName): Maker => ({
  make: async options => {
    const memoryBytes = name === 'cuda' ? await cardMemory() : undefined;
    return (await import('./onnxruntime/providerEngine')).providerEngine(name, options, memoryBytes);
  },
  explain: reason => explainProvider(name, reason),
  missing: () => {
    if (!isOn(name)) return explainPlatform(name, platform);
    return name === 'cuda' && findCudaProvider() === null ? explainMissingCuda() : undefined;
  },
  diagnose: reason => diagnose(name, reason),
  isProvider: true,
});

function explainMissingCuda(): string {
  const needed = onnxRuntimePackage()?.version;
  const [installed] = installedCudaProviders();
  return installed === undefined || needed === undefined || installed.version === needed
    ? explainCudaNotInstalled(hasNvidiaCard())
    : explainOtherCuda(installed.version, needed);
}

const hasNvidiaCard = () => existsSync('/proc/driver/nvidia') || existsSync('/dev/nvidiactl');

export const makers: Readonly<Record<EngineId, Maker>> = {
  onnxruntime: {
    make: async options => (await import('./onnxruntime/onnxRuntimeEngine')).onnxRuntimeEngine(options),
    explain: reason =>
      `ONNX Runtime's native library can't be loaded on ${platform} (${reason}): ` +
      'install Visual Tuning for this platform again, or use --engine reference, which works but slowly.',
  },
  'onnxruntime-cuda': provider('cuda'),
  'onnxruntime-webgpu': provider('webgpu'),
  'onnxruntime-coreml': provider('coreml'),
  'onnxruntime-directml': provider('directml'),
  tensorflow: {
    make: async ({ precision }) => {
      const addon = findAddon();
      if (addon === null) throw new Error('it is not installed');
      const { loadBinding } = await import('./tensorflow/binding');
      const binding = loadBinding(addon, precision);
      const memoryBytes = binding.isUsingGpuDevice() ? await cardMemory() : undefined;
      return (await import('./tensorflow/tensorFlowEngine')).tensorFlowEngine(binding, { memoryBytes });
    },
    explain: reason => explainTensorFlow(reason),
    missing: () => (findAddon() === null ? explainTensorFlow('it is not installed') : undefined),
  },
  reference: {
    make: async () => (await import('./reference/referenceEngine')).referenceEngine(),
    explain: reason => `The reference engine can't be used (${reason}).`,
  },
};

function explainTensorFlow(reason: string): string {
  const addon = findAddon();
  const named = process.env.VISUAL_TUNING_TENSORFLOW;
  if (addon !== null) {
    const remedy =
      installations().length > 0 && !named
        ? 'remove it by "visual-tuning engines remove tensorflow" and install it again'
        : 'build the package again';
    return `TensorFlow can't be loaded from ${addon} (${reason}): ${remedy}, or use onnxruntime.`;
  }
  if (named) return `TensorFlow can't be used: VISUAL_TUNING_TENSORFLOW names ${named}, where no addon was built.`;
  return isInstallable
    ? 'TensorFlow is not installed: "visual-tuning engines install tensorflow" does it.'
    : `TensorFlow can't be installed by command on ${platform}: use onnxruntime, or build ` +
        '@tensorflow/tfjs-node-gpu yourself and name its folder in VISUAL_TUNING_TENSORFLOW.';
}

/** Whether this platform can have an engine at all. */
export function isHere(id: EngineId): boolean {
  const name = providerOf(id);
  return name === undefined || isOn(name);
}

/** What `engines install` and `engines remove` can do about an engine now, and the name they know it by. */
export function actionOf(id: EngineId): {
  action: 'install' | 'remove' | null;
  installable: 'tensorflow' | 'cuda' | null;
} {
  switch (id) {
    case 'tensorflow': {
      const canInstall = findAddon() === null && isInstallable;
      return {
        action: installations().length > 0 ? 'remove' : canInstall ? 'install' : null,
        installable: 'tensorflow',
      };
    }
    case 'onnxruntime-cuda': {
      // Without a card it would be gigabytes for nothing.
      const canInstall = findCudaProvider() === null && hasCudaWheels && hasNvidiaCard();
      const canRemove = installedCudaProviders().length > 0;
      return { action: canInstall ? 'install' : canRemove ? 'remove' : null, installable: 'cuda' };
    }
    default:
      return { action: null, installable: null };
  }
}
