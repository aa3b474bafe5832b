import type { Layer } from '../backbones/parameter';

/** Index of a value in `Graph.values`. */
export type ValueId = number;

export type DataType = 'float32' | 'int32' | 'bool';

/** Shape and type of one array that flows through the graph. All shapes are static. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DataType;
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

/** Bytes of a value: every type takes four per element, bool one. */
export function bytesOf(value: Value): number {
  return value.shape.reduce((product, side) => product * side, value.dtype === 'bool' ? 1 : 4);
}
