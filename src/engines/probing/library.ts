import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineId } from '../../protocol/engineReport';
import { findCudaProvider } from '../onnxruntime/cudaProvider';
import { onnxRuntimePackage } from '../onnxruntime/package';
import { findAddon } from '../tensorflow/installation';

/** The native library that an engine loads; null if it has none, or none is there. */
export function findLibrary(id: EngineId): string | null {
  switch (id) {
    case 'tensorflow':
      return findAddon();
    case 'onnxruntime-cuda':
      return findCudaProvider()?.at(-1) ?? null;
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

function onnxRuntimeBinding(): string | null {
  const runtime = onnxRuntimePackage();
  return runtime === null ? null : join(runtime.folder, 'onnxruntime_binding.node');
}
