import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EngineId } from '../../protocol/engineReport';
import { findAddon } from '../tensorflow/installation';

/** The native library that an engine loads; null if it has none, or none is there. */
export function findLibrary(id: EngineId): string | null {
  switch (id) {
    case 'tensorflow':
      return findAddon();
    case 'onnxruntime-cuda': {
      const folder = onnxRuntimeFolder();
      const provider = folder === null ? null : join(folder, 'libonnxruntime_providers_cuda.so');
      return provider !== null && existsSync(provider) ? provider : null;
    }
    case 'onnxruntime':
    case 'onnxruntime-webgpu':
    case 'onnxruntime-coreml':
    case 'onnxruntime-directml': {
      const binding = onnxRuntimeBinding();
      return binding !== null && existsSync(binding) ? binding : null;
    }
    case 'reference':
      return null;
  }
}

/** The folder of ONNX Runtime's binaries for this platform; null if the package is not there. */
export function onnxRuntimeFolder(): string | null {
  try {
    const manifest = createRequire(__filename).resolve('onnxruntime-node/package.json');
    return join(dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch);
  } catch {
    return null;
  }
}

function onnxRuntimeBinding(): string | null {
  const folder = onnxRuntimeFolder();
  return folder === null ? null : join(folder, 'onnxruntime_binding.node');
}
