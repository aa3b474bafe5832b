import type { Graph } from '../graph/graph';

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
}

export type EngineId = 'onnxruntime' | 'tensorflow' | 'reference';

/** What executes a graph. */
export interface Engine {
  readonly id: EngineId;
  readonly version: string;
  readonly threads: number;
  /** What it computes on: `cpu` or `gpu`. */
  readonly device: 'cpu' | 'gpu';
  prepare(graph: Graph): Promise<Executable>;
}

/** Whether an engine can be used here, and if not, why and what would make it usable. */
export interface EngineStatus {
  readonly id: EngineId;
  readonly title: string;
  readonly usable: boolean;
  readonly version: string | null;
  readonly devices: readonly string[];
  /** One sentence: why it can't be used and what to do; null when it can. */
  readonly reason: string | null;
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

/** The array bound to a name. @throws {Error} if there is none. */
export function bound(buffers: Buffers, name: string): Float32Array | Int32Array {
  const buffer = buffers.get(name);
  if (!buffer) throw new Error(`No array is bound to "${name}".`);
  return buffer;
}
