import { sizeOf } from '../backbones/parameter';
import type { Graph } from '../graph/graph';

/** Arrays that several threads see, by the names of a graph's inputs or outputs. */
export type SharedArrays = ReadonlyMap<string, Float32Array<SharedArrayBuffer>>;

function sharedArray(graph: Graph, value: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * sizeOf(graph.values[value].shape)));
}

/** Shared arrays of zeros for the inputs of a graph, or those that are asked for. */
export function sharedInputs(graph: Graph, wanted: (name: string) => boolean): SharedArrays {
  const inputs = graph.inputs.filter(({ name }) => wanted(name));
  return new Map(inputs.map(({ name, value }) => [name, sharedArray(graph, value)]));
}

/** Shared arrays of zeros for the outputs of a graph. */
export function sharedOutputs(graph: Graph): SharedArrays {
  return new Map(graph.outputs.map(({ name, value }) => [name, sharedArray(graph, value)]));
}
