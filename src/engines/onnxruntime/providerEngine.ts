import { availableParallelism } from 'node:os';
import type { Engine, EngineOptions } from '../engine';
import { forbidTensorFloat32, hasTensorFloat32 } from '../tensorFloat32';
import { findAdapter } from './adapter';
import { loadCudaLibraries } from './cudaLibraries';
import { ProviderExecutable } from './providerExecutable';
import { type ProviderName, providers } from './providers';
import { version } from './sessions';

/**
 * Runs graphs on another provider of ONNX Runtime than the CPU's. Frozen weights stay on its device; what a step changes
 * goes there and back each time: in Node.js, arrays can be kept on a device with WebGPU alone, where every other input of
 * the same run leaves a copy of itself behind for good (onnxruntime-node 1.30).
 * @param memoryBytes what the card has, where it is known
 */
export function providerEngine(name: ProviderName, options: EngineOptions = {}, memoryBytes?: number): Engine {
  if (name === 'cuda') {
    forbidTensorFloat32(options.precision);
    loadCudaLibraries();
  }
  const threads = options.threads ?? availableParallelism();
  const notices = new Set<string>();
  const taken = new Set<string>();
  return {
    id: providers[name].engine,
    version: version(),
    threads,
    ...findAdapter(name),
    memoryBytes,
    precisions: providers[name].precisions.filter(precision => precision !== 'tf32' || hasTensorFloat32()),
    prepare: async graph => new ProviderExecutable(graph, name, threads, notice => notices.add(notice)),
    takeNotices: () => {
      const fresh = [...notices].filter(notice => !taken.has(notice));
      fresh.forEach(notice => taken.add(notice));
      return fresh;
    },
  };
}
