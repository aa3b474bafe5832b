import type { Attributes, DataType, Value, ValueId } from '../../graph/graph';
import { type TypedAttribute, bool, int, type } from './instructions';

/** What the translation of one node may use. */
export interface LoweringContext {
  readonly attributes: Attributes;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  readonly read: readonly Value[];
  readonly made: readonly Value[];
  /** Adds an operation; without `outputs` it makes a fresh value of the type. Returns the first output. */
  emit(
    operation: string,
    inputs: readonly ValueId[],
    attributes: Readonly<Record<string, TypedAttribute>>,
    outputs?: readonly ValueId[],
  ): ValueId;
  /** A constant list of 32-bit integers, as TensorFlow wants shapes and axes. */
  integers(values: readonly number[], shape?: readonly number[]): ValueId;
  scalar(value: number, dtype?: DataType): ValueId;
}

type Lowering = (context: LoweringContext) => void;

const numbers = (attributes: Attributes, name: string): readonly number[] => {
  const value = attributes[name];
  if (typeof value === 'number') return [value];
  if (typeof value === 'object' && value !== null) return value;
  throw new Error(`The attribute ${name} is not a list of numbers.`);
};

const index = { Tidx: type('int32') };
const float = { T: type('float32') };

/** 1 / √d of queries `[…, d]`. */
const scaleOf = ({ shape }: Value): number => 1 / Math.sqrt(shape[shape.length - 1]);

const direct =
  (operation: string, more: Readonly<Record<string, TypedAttribute>> = {}): Lowering =>
  ({ emit, inputs, outputs, read }) => {
    emit(operation, inputs, { T: type(read[0].dtype), ...more }, outputs);
  };

const reduce =
  (operation: string): Lowering =>
  ({ emit, inputs, outputs, attributes, read, integers }) => {
    // Max has its own word for its axes.
    const name = attributes.reductionIndices === undefined ? 'axis' : 'reductionIndices';
    const all = attributes[name] === undefined || attributes[name] === null;
    const axes = all ? read[0].shape.map((_, i) => i) : numbers(attributes, name);
    const keep = bool(attributes.keepDims === true);
    emit(operation, [inputs[0], integers(axes)], { T: type(read[0].dtype), ...index, keep_dims: keep }, outputs);
  };

const reshape: Lowering = ({ emit, inputs, outputs, read, made, integers }) => {
  const attributes = { T: type(read[0].dtype), Tshape: type('int32') };
  emit('Reshape', [inputs[0], integers(made[0].shape)], attributes, outputs);
};

const matMul: Lowering = ({ emit, inputs, outputs, read, attributes }) => {
  const [a, b] = [bool(attributes.transposeA === true), bool(attributes.transposeB === true)];
  const flat = read[0].shape.length === 2 && read[1].shape.length === 2;
  if (flat) emit('MatMul', inputs, { T: type(read[0].dtype), transpose_a: a, transpose_b: b }, outputs);
  else emit('BatchMatMulV2', inputs, { T: type(read[0].dtype), adj_x: a, adj_y: b }, outputs);
};

const same = ['Abs', 'Exp', 'Log', 'Neg', 'Sqrt', 'Erf', 'Tanh', 'Sigmoid', 'Relu', 'Identity', 'Sub', 'Pow'];
const alike = ['Sin', 'Cos', 'Greater', 'Less', 'GreaterEqual', 'LessEqual', 'RealDiv', 'Maximum', 'Minimum'];

/** How each kernel is said in TensorFlow's operations. One that is missing here is expanded to its composite first. */
export const lowerings: Readonly<Record<string, Lowering | undefined>> = {
  ...Object.fromEntries([...same, ...alike, 'Square', 'Rsqrt', 'Softmax', 'LogSoftmax'].map(k => [k, direct(k)])),
  Add: direct('AddV2'),
  Multiply: direct('Mul'),
  Equal: direct('Equal', { incompatible_shape_error: bool(true) }),
  // TensorFlow's AddN begins with whichever input it finds free to be overwritten, and rounds accordingly.
  AddN: ({ emit, inputs, outputs, read, integers }) => {
    const types = { T: type(read[0].dtype) };
    const stacked = emit('Pack', inputs, { ...types, N: int(inputs.length), axis: int(0) });
    emit('Sum', [stacked, integers([0])], { ...types, ...index, keep_dims: bool(false) }, outputs);
  },
  Step: ({ emit, inputs, outputs, attributes, scalar }) => {
    const positive = emit('Greater', [inputs[0], scalar(0)], float);
    emit('SelectV2', [positive, scalar(1), scalar(Number(attributes.alpha ?? 0))], float, outputs);
  },
  Select: ({ emit, inputs, outputs, made }) => void emit('SelectV2', inputs, { T: type(made[0].dtype) }, outputs),
  Cast: ({ emit, inputs, outputs, read, made }) => {
    const attributes = { SrcT: type(read[0].dtype), DstT: type(made[0].dtype), Truncate: bool(false) };
    emit('Cast', [inputs[0]], attributes, outputs);
  },
  Sum: reduce('Sum'),
  Mean: reduce('Mean'),
  Max: reduce('Max'),
  Min: reduce('Min'),
  Reshape: reshape,
  ExpandDims: reshape,
  Transpose: ({ emit, inputs, outputs, attributes, read, integers }) => {
    const types = { T: type(read[0].dtype), Tperm: type('int32') };
    emit('Transpose', [inputs[0], integers(numbers(attributes, 'perm'))], types, outputs);
  },
  Concat: ({ emit, inputs, outputs, attributes, read, scalar }) => {
    const [axis] = numbers(attributes, 'axis');
    const types = { T: type(read[0].dtype), N: int(inputs.length), ...index };
    emit('ConcatV2', [...inputs, scalar(axis, 'int32')], types, outputs);
  },
  Fill: ({ emit, outputs, attributes, made, scalar, integers }) => {
    const { dtype, shape } = made[0];
    const types = { T: type(dtype), index_type: type('int32') };
    emit('Fill', [integers(shape), scalar(Number(attributes.value), dtype)], types, outputs);
  },
  Slice: ({ emit, inputs, outputs, attributes, read, made, integers }) => {
    const given = numbers(attributes, 'begin');
    const begin = integers(made[0].shape.map((_, i) => given[i] ?? 0));
    const types = { T: type(read[0].dtype), Index: type('int32') };
    emit('Slice', [inputs[0], begin, integers(made[0].shape)], types, outputs);
  },
  SplitV: ({ emit, inputs, outputs, attributes, read, made, integers, scalar }) => {
    const [axis] = numbers(attributes, 'axis');
    const sizes = integers(made.map(({ shape }) => shape.at(axis) ?? 0));
    const types = { T: type(read[0].dtype), Tlen: type('int32'), num_split: int(outputs.length) };
    emit('SplitV', [inputs[0], sizes, scalar(axis, 'int32')], types, outputs);
  },
  PadV2: ({ emit, inputs, outputs, attributes, read, integers, scalar }) => {
    const flat = numbers(attributes, 'paddings');
    const paddings = integers(flat, [flat.length / 2, 2]);
    const types = { T: type(read[0].dtype), Tpaddings: type('int32') };
    emit('PadV2', [inputs[0], paddings, scalar(Number(attributes.constantValue ?? 0))], types, outputs);
  },
  BatchMatMul: matMul,
  Linear: ({ emit, inputs: [x, weight, bias], outputs }) => {
    const product = { T: type('float32'), transpose_a: bool(false), transpose_b: bool(true) };
    if (bias === undefined) emit('MatMul', [x, weight], product, outputs);
    else emit('BiasAdd', [emit('MatMul', [x, weight], product), bias], float, outputs);
  },
  // Queries are scaled, not scores: there are fewer of them.
  Attention: ({ emit, inputs: [q, k, v], outputs: [output, probabilities], read, scalar }) => {
    const scaled = emit('Mul', [q, scalar(scaleOf(read[0]))], float);
    const scores = emit('BatchMatMulV2', [scaled, k], { ...float, adj_y: bool(true) });
    emit('Softmax', [scores], float, [probabilities]);
    emit('BatchMatMulV2', [probabilities, v], float, [output]);
  },
  AttentionGrad: ({ emit, inputs: [dy, q, k, v, output, probabilities], outputs: [dq, dk, dv], read, ...context }) => {
    const scale = context.scalar(scaleOf(read[1]));
    const sums = { ...float, ...index, keep_dims: bool(true) };
    const rowSums = emit('Sum', [emit('Mul', [dy, output], float), context.integers([3])], sums);
    const centred = emit('Sub', [emit('BatchMatMulV2', [dy, v], { ...float, adj_y: bool(true) }), rowSums], float);
    const dScores = emit('Mul', [probabilities, centred], float);
    emit('Mul', [emit('BatchMatMulV2', [dScores, k], float), scale], float, [dq]);
    const scaled = emit('Mul', [q, scale], float);
    emit('BatchMatMulV2', [dScores, scaled], { ...float, adj_x: bool(true) }, [dk]);
    emit('BatchMatMulV2', [probabilities, dy], { ...float, adj_x: bool(true) }, [dv]);
  },
};
