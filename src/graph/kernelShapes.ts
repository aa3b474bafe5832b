import { tf } from './tensorflow';
import type { CapturedType, CapturedValue } from './graph';

/** The attributes of a kernel as TensorFlow.js passes them. */
export type KernelAttributes = Readonly<Record<string, unknown>>;

/** Gives the outputs' shapes and types from the inputs'. */
export type ShapeRule = (inputs: readonly CapturedValue[], attributes: KernelAttributes) => CapturedValue[];

const numbers = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  if (Array.isArray(value) && value.every(item => typeof item === 'number')) return value;
  throw new Error(`Expected numbers as a kernel's attribute, not ${JSON.stringify(value)}.`);
};

const same: ShapeRule = ([x]) => [x];
const float: ShapeRule = ([x]) => [{ shape: x.shape, dtype: 'float32' }];

const broadcast: ShapeRule = ([a, b]) => [
  { shape: tf.broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]), dtype: a.dtype },
];
const compare: ShapeRule = (inputs, attributes) => [{ ...broadcast(inputs, attributes)[0], dtype: 'bool' }];

const reduce: ShapeRule = ([x], attributes) => {
  // Max has its own word for its axes.
  const axis = attributes.axis ?? attributes.reductionIndices ?? x.shape.map((_, i) => i);
  const axes = tf.util.parseAxisParam(numbers(axis), [...x.shape]);
  const kept = attributes.keepDims === true;
  const shape = x.shape.flatMap((side, i) => (axes.includes(i) ? (kept ? [1] : []) : [side]));
  return [{ shape, dtype: x.dtype === 'bool' ? 'int32' : x.dtype }];
};

const matMul: ShapeRule = ([a, b], { transposeA, transposeB }) => {
  const rank = a.shape.length;
  const rows = a.shape[rank - (transposeA ? 1 : 2)];
  const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)];
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return [{ shape: [...batch, rows, columns], dtype: 'float32' }];
};

const concat: ShapeRule = (inputs, { axis }) => {
  const [at] = tf.util.parseAxisParam(numbers(axis), [...inputs[0].shape]);
  const shape = tf.backend_util.computeOutShape(
    inputs.map(x => [...x.shape]),
    at,
  );
  return [{ shape, dtype: inputs[0].dtype }];
};

/** Begin and size may be given for the first axes alone, and size not at all. */
const slice: ShapeRule = ([x], { begin, size }) => {
  const starts = numbers(begin);
  const sides = size === undefined ? [] : numbers(size);
  const shape = x.shape.map((side, i) => {
    const given = sides[i] ?? -1;
    return given < 0 ? side - (starts[i] ?? 0) : given;
  });
  return [{ shape, dtype: x.dtype }];
};

const split: ShapeRule = ([x], { numOrSizeSplits, axis }) => {
  const [at] = tf.util.parseAxisParam(numbers(axis), [...x.shape]);
  const sides =
    typeof numOrSizeSplits === 'number'
      ? Array.from({ length: numOrSizeSplits }, () => x.shape[at] / numOrSizeSplits)
      : numbers(numOrSizeSplits);
  // One side may be -1: what the others leave.
  const given = sides.reduce((sum, side) => sum + Math.max(side, 0), 0);
  return sides.map(side => ({ shape: x.shape.with(at, side < 0 ? x.shape[at] - given : side), dtype: x.dtype }));
};

const pad: ShapeRule = ([x], { paddings }) => {
  if (!Array.isArray(paddings)) throw new Error('PadV2 without paddings.');
  return [{ shape: x.shape.map((side, i) => side + paddings[i][0] + paddings[i][1]), dtype: x.dtype }];
};

const dataType = (name: unknown): CapturedType => {
  if (name === 'float32' || name === 'int32' || name === 'bool') return name;
  throw new Error(`The graph holds float32, int32 and bool, not ${String(name)}.`);
};

/** Kernels that one output of the first input's shape and type describes. */
const elementwise = 'Abs Exp Log Neg Square Sqrt Rsqrt Erf Tanh Sigmoid Relu Identity Step Softmax LogSoftmax Sin Cos';

/**
 * What the capture knows: every kernel that may be recorded, with its shape rule. A kernel that is not here is refused
 * by TensorFlow.js with its name.
 */
export const kernelShapes: Readonly<Record<string, ShapeRule>> = {
  ...Object.fromEntries(elementwise.split(' ').map(kernel => [kernel, same])),
  ...Object.fromEntries('Add Sub Multiply RealDiv Maximum Minimum Pow'.split(' ').map(kernel => [kernel, broadcast])),
  ...Object.fromEntries('Greater GreaterEqual Less LessEqual Equal'.split(' ').map(kernel => [kernel, compare])),
  ...Object.fromEntries('Sum Mean Max Min'.split(' ').map(kernel => [kernel, reduce])),
  ZerosLike: same,
  OnesLike: same,
  AddN: same,
  Select: ([, chosen]) => [chosen],
  Cast: ([x], { dtype }) => [{ shape: x.shape, dtype: dataType(dtype) }],
  Fill: (_, { shape, dtype }) => [{ shape: numbers(shape), dtype: dataType(dtype ?? 'float32') }],
  Reshape: ([x], { shape }) => [
    { shape: tf.util.inferFromImplicitShape(numbers(shape), tf.util.sizeFromShape([...x.shape])), dtype: x.dtype },
  ],
  ExpandDims: ([x], { dim }) => {
    const at = Number(dim) < 0 ? x.shape.length + 1 + Number(dim) : Number(dim);
    return [{ shape: x.shape.toSpliced(at, 0, 1), dtype: x.dtype }];
  },
  Transpose: ([x], { perm }) => [{ shape: numbers(perm).map(axis => x.shape[axis]), dtype: x.dtype }],
  BatchMatMul: matMul,
  Concat: concat,
  Slice: slice,
  SplitV: split,
  PadV2: pad,
  // Ours. LayerNorm: [y, mean, 1/std]. Attention: [output, probabilities].
  Linear: ([x, weight]) => [{ shape: [x.shape[0], weight.shape[0]], dtype: 'float32' }],
  LayerNorm: ([x]) => {
    const statistics: CapturedValue = { shape: [...x.shape.slice(0, -1), 1], dtype: 'float32' };
    return [x, statistics, statistics];
  },
  LayerNormGrad: ([dy]) => [dy],
  Gelu: float,
  GeluGrad: float,
  Attention: ([q, k]) => [q, { shape: [...q.shape.slice(0, -1), k.shape[k.shape.length - 2]], dtype: 'float32' }],
  AttentionGrad: ([, q, k, v]) => [q, k, v],
};
