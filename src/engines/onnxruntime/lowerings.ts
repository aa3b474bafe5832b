import type { Attributes, DataType } from '../../graph/graph';
import { type OnnxAttribute, elementTypes } from './onnxFormat';

/** What the translation of one node may use. */
export interface LoweringContext {
  readonly attributes: Attributes;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  readonly outputShapes: readonly (readonly number[])[];
  /** Of the outputs. */
  readonly types: readonly DataType[];
  /** Adds an ONNX node; without `outputs` it makes a fresh intermediate value. Returns the first output. */
  emit(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    outputs?: readonly string[],
  ): string;
  /** A constant list of 64-bit integers, as ONNX wants shapes and axes. */
  integers(values: readonly number[]): string;
  scalar(value: number): string;
}

/** How a kernel is said in ONNX. */
export type Lowering = (context: LoweringContext) => void;
export type Lowerings = Readonly<Record<string, Lowering | undefined>>;

const numbers = (attributes: Attributes, name: string): readonly number[] => {
  const value = attributes[name];
  if (typeof value === 'number') return [value];
  if (typeof value === 'object' && value !== null) return value;
  throw new Error(`The attribute ${name} is not a list of numbers.`);
};

const direct =
  (operator: string, attributes?: Readonly<Record<string, OnnxAttribute>>): Lowering =>
  ({ emit, inputs, outputs }) => {
    emit(operator, inputs, attributes, outputs);
  };

const reduce =
  (operator: string): Lowering =>
  ({ emit, inputs, outputs, attributes, shapes, integers }) => {
    // Max has its own word for its axes.
    const name = attributes.reductionIndices === undefined ? 'axis' : 'reductionIndices';
    const all = attributes[name] === undefined || attributes[name] === null;
    const axes = all ? shapes[0].map((_, i) => i) : numbers(attributes, name);
    emit(operator, [inputs[0], integers(axes)], { keepdims: attributes.keepDims === true ? 1 : 0 }, outputs);
  };

const reshape: Lowering = ({ emit, inputs, outputs, outputShapes, integers }) => {
  emit('Reshape', [inputs[0], integers(outputShapes[0])], {}, outputs);
};

/** ONNX's Gemm for matrices, ONNX Runtime's FusedMatMul for batches: both transpose without copying. */
const matMul: Lowering = ({ emit, inputs, outputs, shapes, attributes }) => {
  const transA = attributes.transposeA === true ? 1 : 0;
  const transB = attributes.transposeB === true ? 1 : 0;
  const flat = shapes[0].length === 2 && shapes[1].length === 2;
  emit(flat ? 'Gemm' : 'FusedMatMul', inputs, { transA, transB }, outputs);
};

const cast: Lowering = ({ emit, inputs, outputs, types }) => {
  emit('Cast', [inputs[0]], { to: elementTypes[types[0]] }, outputs);
};

/** How each kernel is said in ONNX. A kernel of ours that is missing here is expanded to its composite first. */
export const lowerings: Lowerings = {
  ...Object.fromEntries(
    [
      'Abs',
      'Exp',
      'Log',
      'Neg',
      'Sqrt',
      'Erf',
      'Tanh',
      'Sigmoid',
      'Relu',
      'Identity',
      'Sub',
      'Add',
      'Pow',
      'Sin',
      'Cos',
      'Equal',
      'Greater',
      'Less',
    ].map(kernel => [kernel, direct(kernel)]),
  ),
  Multiply: direct('Mul'),
  RealDiv: direct('Div'),
  Maximum: direct('Max'),
  Minimum: direct('Min'),
  AddN: direct('Sum'),
  GreaterEqual: direct('GreaterOrEqual'),
  LessEqual: direct('LessOrEqual'),
  Softmax: direct('Softmax', { axis: -1 }),
  LogSoftmax: direct('LogSoftmax', { axis: -1 }),
  Square: ({ emit, inputs, outputs }) => void emit('Mul', [inputs[0], inputs[0]], {}, outputs),
  Rsqrt: ({ emit, inputs, outputs }) => void emit('Reciprocal', [emit('Sqrt', inputs)], {}, outputs),
  Step: ({ emit, inputs, outputs, attributes, scalar }) =>
    void emit(
      'Where',
      [emit('Greater', [inputs[0], scalar(0)]), scalar(1), scalar(Number(attributes.alpha ?? 0))],
      {},
      outputs,
    ),
  Select: direct('Where'),
  Cast: cast,
  Sum: reduce('ReduceSum'),
  Mean: reduce('ReduceMean'),
  Max: reduce('ReduceMax'),
  Min: reduce('ReduceMin'),
  Reshape: reshape,
  ExpandDims: reshape,
  Transpose: ({ emit, inputs, outputs, attributes }) =>
    void emit('Transpose', inputs, { perm: numbers(attributes, 'perm') }, outputs),
  Concat: ({ emit, inputs, outputs, attributes }) =>
    void emit('Concat', inputs, { axis: numbers(attributes, 'axis')[0] }, outputs),
  Fill: ({ emit, outputs, attributes, outputShapes, types, scalar, integers }) => {
    const number = scalar(Number(attributes.value));
    const typed = types[0] === 'float32' ? number : emit('Cast', [number], { to: elementTypes[types[0]] });
    emit('Expand', [typed, integers(outputShapes[0])], {}, outputs);
  },
  Slice: ({ emit, inputs, outputs, attributes, outputShapes, integers }) => {
    const given = numbers(attributes, 'begin');
    const begin = outputShapes[0].map((_, i) => given[i] ?? 0);
    const end = begin.map((start, i) => start + outputShapes[0][i]);
    emit('Slice', [inputs[0], integers(begin), integers(end)], {}, outputs);
  },
  SplitV: ({ emit, inputs, outputs, attributes, outputShapes, integers }) => {
    const [axis] = numbers(attributes, 'axis');
    emit('Split', [inputs[0], integers(outputShapes.map(shape => shape.at(axis) ?? 0))], { axis }, outputs);
  },
  PadV2: ({ emit, inputs, outputs, attributes, integers, scalar }) => {
    const flat = numbers(attributes, 'paddings');
    const pads = [...flat.filter((_, i) => i % 2 === 0), ...flat.filter((_, i) => i % 2 === 1)];
    emit('Pad', [inputs[0], integers(pads), scalar(Number(attributes.constantValue ?? 0))], {}, outputs);
  },
  BatchMatMul: matMul,
  Linear: ({ emit, inputs, outputs }) => void emit('Gemm', inputs, { transB: 1 }, outputs),
  LayerNorm: ({ emit, inputs, outputs, attributes }) =>
    void emit('LayerNormalization', inputs, { axis: -1, epsilon: { float: Number(attributes.epsilon) } }, outputs),
  Gelu: direct('Gelu'),
  Attention: ({ emit, inputs: [q, k, v], outputs, shapes }) => {
    const alpha = { float: 1 / Math.sqrt(shapes[0][3]) };
    const probabilities = emit('Softmax', [emit('FusedMatMul', [q, k], { transB: 1, alpha })], { axis: -1 }, [
      outputs[1],
    ]);
    emit('MatMul', [probabilities, v], {}, [outputs[0]]);
  },
  AttentionGrad: ({ emit, inputs: [dy, q, k, v, output, probabilities], outputs, shapes, integers }) => {
    const alpha = { float: 1 / Math.sqrt(shapes[1][3]) };
    const rowSums = emit('ReduceSum', [emit('Mul', [dy, output]), integers([3])], { keepdims: 1 });
    const centred = emit('Sub', [emit('FusedMatMul', [dy, v], { transB: 1 }), rowSums]);
    const dScores = emit('Mul', [probabilities, centred]);
    emit('FusedMatMul', [dScores, k], { alpha }, [outputs[0]]);
    emit('FusedMatMul', [dScores, q], { transA: 1, alpha }, [outputs[1]]);
    emit('FusedMatMul', [probabilities, dy], { transA: 1 }, [outputs[2]]);
  },
};
