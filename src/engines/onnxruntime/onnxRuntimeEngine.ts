import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-node';
import type { Graph } from '../../graph/graph';
import { type Buffers, type Engine, type EngineOptions, type Executable, bound } from '../engine';
import { lower } from './lower';
import { encodeOnnx } from './onnxFormat';

/** Runs graphs on ONNX Runtime's CPU provider, the embedded default. */
export function onnxRuntimeEngine(options: EngineOptions = {}): Engine {
  const threads = options.threads ?? availableParallelism();
  return {
    id: 'onnxruntime',
    version: ort.env.versions.node ?? ort.env.versions.common,
    threads,
    device: 'cpu',
    prepare: graph => prepare(graph, threads),
  };
}

async function prepare(graph: Graph, threads: number): Promise<Executable> {
  const session = await ort.InferenceSession.create(encodeOnnx(lower(graph)), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  const shapeOf = (value: number) => graph.values[value].shape;
  const tensors = new WeakMap<Float32Array | Int32Array, ort.Tensor>();
  // A tensor is a view on the array, made once: ONNX Runtime reads and writes the array itself.
  const view = (buffers: Buffers, name: string, shape: readonly number[]): ort.Tensor => {
    const data = bound(buffers, name);
    const known = tensors.get(data);
    if (known && known.dims.join() === shape.join()) return known;
    const tensor =
      data instanceof Float32Array ? new ort.Tensor('float32', data, shape) : new ort.Tensor('int32', data, shape);
    tensors.set(data, tensor);
    return tensor;
  };
  const used = new Set(session.inputNames);
  return {
    run: async (inputs, outputs) => {
      const feeds: Record<string, ort.Tensor> = {};
      for (const { name, value } of graph.inputs) if (used.has(name)) feeds[name] = view(inputs, name, shapeOf(value));
      const fetches: Record<string, ort.Tensor> = {};
      for (const { name, value } of graph.outputs) fetches[name] = view(outputs, name, shapeOf(value));
      await session.run(feeds, fetches);
    },
    dispose: () => session.release(),
  };
}
