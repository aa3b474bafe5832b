import type { Graph } from '../../graph/graph';
import { type Buffers, bound } from '../engine';
import * as ort from './runtime';

/** The version of onnxruntime-node. */
export const version = (): string => ort.env.versions.node ?? ort.env.versions.common;

/** Options of a session on any provider. */
export const commonOptions = (threads: number): ort.InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
});

/** Runs a session of a graph on arrays, of whose inputs it takes those that it has. */
export function sessionRunner(
  graph: Graph,
): (session: ort.InferenceSession, inputs: Buffers, outputs: Buffers) => Promise<void> {
  const tensors = new WeakMap<Float32Array | Int32Array, ort.Tensor>();
  // A tensor is a view on the array, made once: ONNX Runtime reads and writes the array itself.
  const view = (buffers: Buffers, name: string, value: number): ort.Tensor => {
    const { shape } = graph.values[value];
    const data = bound(buffers, name);
    const known = tensors.get(data);
    if (known && known.dims.join() === shape.join()) return known;
    const tensor =
      data instanceof Float32Array ? new ort.Tensor('float32', data, shape) : new ort.Tensor('int32', data, shape);
    tensors.set(data, tensor);
    return tensor;
  };
  const views = (buffers: Buffers, named: readonly { readonly name: string; readonly value: number }[]) =>
    Object.fromEntries(named.map(({ name, value }) => [name, view(buffers, name, value)]));
  return async (session, inputs, outputs) => {
    const taken = graph.inputs.filter(({ name }) => session.inputNames.includes(name));
    await session.run(views(inputs, taken), views(outputs, graph.outputs));
  };
}
