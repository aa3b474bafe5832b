import type { DataType, ValueId } from '../../graph/graph';

/** TensorFlow's numbers of its types. */
export const elementTypes: Readonly<Record<DataType, number>> = {
  float32: 1,
  float64: 2,
  int32: 3,
  bool: 10,
  bfloat16: 14,
  float16: 19,
};

/** An attribute's value with its type in TensorFlow. */
export type TypedAttribute =
  | { readonly kind: 'type'; readonly value: DataType }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number };

/** What a program reads or makes. */
export interface InstructionValue {
  readonly value: ValueId;
  readonly dtype: DataType;
  readonly shape: readonly number[];
}

/** One TensorFlow operation on values; a value is made once. */
export interface Instruction {
  readonly operation: string;
  readonly attributes: Readonly<Record<string, TypedAttribute>>;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
}

/** A small array that operations read. */
export interface InstructionConstant extends InstructionValue {
  readonly data: Float32Array | Int32Array;
}

export const type = (value: DataType): TypedAttribute => ({ kind: 'type', value });
export const bool = (value: boolean): TypedAttribute => ({ kind: 'bool', value });
export const int = (value: number): TypedAttribute => ({ kind: 'int', value });
