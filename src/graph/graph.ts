import type { Layer } from '../backbones/parameter';

/** Index of a value in `Graph.values`. */
export type ValueId = number;

/** What code can be captured with, and what goes in and out of a graph. */
export type CapturedType = 'float32' | 'int32' | 'bool';

/** The types of matrix products in another precision, of values inside a graph alone. */
export type ProductType = 'bfloat16' | 'float16' | 'float64';

export type DataType = CapturedType | ProductType;

/** Shape and type of one array that flows through the graph. All shapes are static. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** A value of a type that TensorFlow.js knows. */
export interface CapturedValue extends Value {
  readonly dtype: CapturedType;
}

/**
 * What an input holds: `image` and `target` come with each batch; `frozen` never changes; `trainable` and `state` are
 * updated by the step; `random` is drawn anew each step; `scalar` is a number that a person or a schedule may change.
 */
export type InputRole = 'image' | 'target' | 'frozen' | 'trainable' | 'state' | 'random' | 'scalar';

export interface GraphInput {
  readonly name: string;
  readonly role: InputRole;
  readonly value: ValueId;
}

/** A small array baked into the graph. */
export interface Constant {
  readonly value: ValueId;
  readonly data: Float32Array | Int32Array;
}

export type Attribute = number | boolean | string | null | readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** One TensorFlow.js kernel, or one of ours, applied to values. */
export interface GraphNode {
  readonly kernel: string;
  readonly inputs: readonly ValueId[];
  /** Names of the inputs as the kernel knows them; null where it takes a list. */
  readonly inputNames: readonly string[] | null;
  readonly attributes: Attributes;
  readonly outputs: readonly ValueId[];
  /** The layer whose computation this is; null outside any. */
  readonly layer: Layer | null;
}

/** A static program: nodes are in an order in which they can run. */
export interface Graph {
  readonly values: readonly Value[];
  readonly inputs: readonly GraphInput[];
  readonly constants: readonly Constant[];
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly { readonly name: string; readonly value: ValueId }[];
}

/** The input of that name. @throws {Error} if the graph has none. */
export function inputOf(graph: Graph, name: string): GraphInput {
  const input = graph.inputs.find(candidate => candidate.name === name);
  if (!input) throw new Error(`The graph has no input "${name}".`);
  return input;
}

/** The node that makes each value; inputs and constants have none. */
export function producers(graph: Graph): ReadonlyMap<ValueId, GraphNode> {
  return new Map(graph.nodes.flatMap(node => node.outputs.map(output => [output, node] as const)));
}

const elementBytes: Readonly<Record<DataType, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  bfloat16: 2,
  float16: 2,
  float64: 8,
};

/** Bytes of a value. */
export function bytesOf({ shape, dtype }: Value): number {
  return shape.reduce((product, side) => product * side, elementBytes[dtype]);
}

/** A value as captured code may read it. @throws {Error} if it is of a type that TensorFlow.js doesn't know */
export function captured({ shape, dtype }: Value): CapturedValue {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return { shape, dtype };
  throw new Error(`A value of ${dtype} is read by what knows float32, int32 and bool alone.`);
}
