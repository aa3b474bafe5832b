import type { Graph } from '../graph/graph';
import type { EngineId } from '../protocol/engineReport';
import type { Precision } from '../protocol/precision';

/** The arrays that flow in and out of a run, by the graph's input and output names. Engines read and write them in place. */
export type Buffers = ReadonlyMap<string, Float32Array | Int32Array>;

/** A graph made ready to run. */
export interface Executable {
  /** Reads every input from `inputs` and writes every output into `outputs`; the two must not share memory. */
  run(inputs: Buffers, outputs: Buffers): Promise<void>;
  dispose(): Promise<void>;
}

export interface EngineOptions {
  /** Threads inside one operation; the number of cores if absent. */
  readonly threads?: number;
  /** Arithmetic of matrix products; `float32` if absent. */
  readonly precision?: Precision;
}

/**
 * Memory where an engine computes, for arrays that live there between runs. While an array is kept, it is but a name:
 * runs read and write the device's numbers, not the array's own, and one run may read and write the same kept array.
 * A run that fails leaves every kept array as it was.
 */
export interface DeviceMemory {
  /** Keeps arrays, all zeros at first, which take no memory. */
  keep(arrays: Iterable<Float32Array>): void;
  /** Gives kept arrays the numbers of others, which must not change as long as these do not. */
  write(arrays: Iterable<readonly [kept: Float32Array, source: Float32Array]>): void;
  /** Makes all numbers of kept arrays zero again. */
  zero(arrays: Iterable<Float32Array>): void;
  /** Copies the device's numbers into the kept arrays themselves. */
  read(arrays: Iterable<Float32Array>): void;
  /** Frees what is kept; the arrays hold what was read last. */
  release(arrays: Iterable<Float32Array>): void;
}

/** What executes a graph. */
export interface Engine {
  readonly id: EngineId;
  readonly version: string;
  readonly threads: number;
  /** What it computes on: `cpu` or `gpu`. */
  readonly device: 'cpu' | 'gpu';
  /** What the device is called; absent where that can't be found out, or it is the processor. */
  readonly adapter?: string;
  /** What its card has of memory; absent where that is not known, or it is no card. */
  readonly memoryBytes?: number;
  /** What it can compute matrix products in here. */
  readonly precisions: readonly Precision[];
  prepare(graph: Graph): Promise<Executable>;
  /** Absent where the engine computes on the arrays themselves. */
  readonly memory?: DeviceMemory;
  /** Sentences about how it computes that a person should know, found out since they were last taken. */
  takeNotices?(): readonly string[];
}

/** A buffer for every output of a graph, filled with zeros. */
export function allocateOutputs(graph: Graph): Map<string, Float32Array | Int32Array> {
  return new Map(
    graph.outputs.map(({ name, value }) => {
      const { shape, dtype } = graph.values[value];
      const size = shape.reduce((product, side) => product * side, 1);
      return [name, dtype === 'float32' ? new Float32Array(size) : new Int32Array(size)] as const;
    }),
  );
}

/** Runs a graph a single time. @returns its outputs by their names */
export async function runOnce(engine: Engine, graph: Graph, inputs: Buffers): Promise<Buffers> {
  const outputs = allocateOutputs(graph);
  const executable = await engine.prepare(graph);
  try {
    await executable.run(inputs, outputs);
  } finally {
    await executable.dispose();
  }
  return outputs;
}

/** The array bound to a name. @throws {Error} if there is none. */
export function bound(buffers: Buffers, name: string): Float32Array | Int32Array {
  const buffer = buffers.get(name);
  if (!buffer) throw new Error(`No array is bound to "${name}".`);
  return buffer;
}
