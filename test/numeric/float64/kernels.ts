import type { Attributes, Value } from '../../../src/graph/graph';
import { erf } from './erf';
import { broadcastPositions, positions, stridesOf } from './positions';

/** Computes a node's outputs from its inputs, all row-major. */
export type Run = (inputs: readonly Float64Array[]) => Float64Array[];

/** Makes a kernel ready for the shapes and attributes of one node. */
export type Kernel = (inputs: readonly Value[], outputs: readonly Value[], attributes: Attributes) => Run;

const sizeOf = ({ shape }: Value): number => shape.reduce((product, side) => product * side, 1);

const numbers = (value: Attributes[string]): readonly number[] => {
  if (typeof value === 'number') return [value];
  if (typeof value === 'object' && value !== null) return value;
  throw new Error(`${String(value)} is not a list of numbers.`);
};

const unary =
  (f: (x: number) => number): Kernel =>
  () =>
  ([x]) => [x.map(f)];

const binary =
  (f: (a: number, b: number) => number): Kernel =>
  ([a, b], [output]) => {
    const from = broadcastPositions(output.shape, a.shape);
    const other = broadcastPositions(output.shape, b.shape);
    return ([x, y]) => {
      const result = new Float64Array(from.length);
      for (let i = 0; i < result.length; i++) result[i] = f(x[from[i]], y[other[i]]);
      return [result];
    };
  };

const reduce =
  (
    start: number,
    f: (result: number, x: number) => number,
    end: (x: number, count: number) => number = x => x,
  ): Kernel =>
  ([input], [output], { axis: named, reductionIndices }) => {
    const { shape } = input;
    const axis = named ?? reductionIndices;
    const given = axis === undefined || axis === null ? shape.map((_, i) => i) : numbers(axis);
    const axes = given.map(at => (at + shape.length) % shape.length);
    const strides = stridesOf(shape.map((side, i) => (axes.includes(i) ? 1 : side)));
    const to = positions(
      shape,
      strides.map((stride, i) => (axes.includes(i) ? 0 : stride)),
    );
    return ([x]) => {
      const result = new Float64Array(sizeOf(output)).fill(start);
      x.forEach((value, i) => (result[to[i]] = f(result[to[i]], value)));
      return [result.map(value => end(value, x.length / result.length))];
    };
  };

const matMul: Kernel = ([a, b], [output], { transposeA, transposeB }) => {
  const [rows, columns] = output.shape.slice(-2);
  const inner = a.shape[a.shape.length - (transposeA ? 2 : 1)];
  const batch = output.shape.slice(0, -2);
  const starts = [a, b].map(({ shape }) => {
    const matrix = shape[shape.length - 1] * shape[shape.length - 2];
    return broadcastPositions(batch, shape.slice(0, -2)).map(index => index * matrix);
  });
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  const [bInner, bColumn] = transposeB ? [1, inner] : [columns, 1];
  return ([x, y]) => {
    const result = new Float64Array(sizeOf(output));
    let at = 0;
    for (let matrix = 0; matrix < starts[0].length; matrix++) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          let left = starts[0][matrix] + row * aRow;
          let right = starts[1][matrix] + column * bColumn;
          let sum = 0;
          for (let k = 0; k < inner; k++, left += aInner, right += bInner) sum += x[left] * y[right];
          result[at++] = sum;
        }
      }
    }
    return [result];
  };
};

/** Rows of the last axis, each made into another by its largest value and the sum of exp(x - largest). */
const softmax =
  (f: (x: number, largest: number, sum: number) => number): Kernel =>
  ([{ shape }]) => {
    const width = shape[shape.length - 1];
    return ([x]) => {
      const result = new Float64Array(x.length);
      for (let start = 0; start < x.length; start += width) {
        const row = x.subarray(start, start + width);
        const largest = row.reduce((a, b) => Math.max(a, b));
        const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
        row.forEach((value, i) => (result[start + i] = f(value, largest, sum)));
      }
      return [result];
    };
  };

const concat: Kernel = (inputs, [output], { axis }) => {
  const at = (Number(axis ?? 0) + output.shape.length) % output.shape.length;
  const strides = stridesOf(output.shape);
  let start = 0;
  const places = inputs.map(({ shape }) => {
    const to = positions(shape, strides, start);
    start += shape[at] * strides[at];
    return to;
  });
  return arrays => {
    const result = new Float64Array(sizeOf(output));
    arrays.forEach((array, j) => array.forEach((value, i) => (result[places[j][i]] = value)));
    return [result];
  };
};

/** Copies elements of the only input, found by where each element of the output comes from. */
const gather = (from: Int32Array): Run => {
  return ([x]) => [Float64Array.from(from, position => x[position])];
};

const slice: Kernel = ([input], [output], { begin }) => {
  const strides = stridesOf(input.shape);
  const start = numbers(begin).reduce((sum, at, axis) => sum + at * strides[axis], 0);
  return gather(positions(output.shape, strides, start));
};

const split: Kernel = ([input], outputs, { axis }) => {
  const at = (Number(axis) + input.shape.length) % input.shape.length;
  const strides = stridesOf(input.shape);
  let start = 0;
  const pieces = outputs.map(({ shape }) => {
    const from = positions(shape, strides, start);
    start += shape[at] * strides[at];
    return gather(from);
  });
  return inputs => pieces.flatMap(piece => piece(inputs));
};

const pad: Kernel = ([input], [output], { paddings, constantValue }) => {
  const strides = stridesOf(output.shape);
  const before = numbers(paddings).filter((_, i) => i % 2 === 0);
  const start = before.reduce((sum, at, axis) => sum + at * strides[axis], 0);
  const to = positions(input.shape, strides, start);
  return ([x]) => {
    const result = new Float64Array(sizeOf(output)).fill(Number(constantValue ?? 0));
    x.forEach((value, i) => (result[to[i]] = value));
    return [result];
  };
};

const filled =
  (value: number): Kernel =>
  (_, [output]) =>
  () => [new Float64Array(sizeOf(output)).fill(value)];

const same = unary(x => x);

/** TensorFlow.js's kernels, as plainly as they can be said. */
export const kernels: Readonly<Record<string, Kernel | undefined>> = {
  Abs: unary(Math.abs),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Neg: unary(x => -x),
  Sqrt: unary(Math.sqrt),
  Rsqrt: unary(x => 1 / Math.sqrt(x)),
  Square: unary(x => x * x),
  Erf: unary(erf),
  Tanh: unary(Math.tanh),
  Sigmoid: unary(x => 1 / (1 + Math.exp(-x))),
  Relu: unary(x => Math.max(x, 0)),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Step: (_inputs, _outputs, { alpha }) => {
    const below = Number(alpha ?? 0);
    return ([x]) => [x.map(value => (value > 0 ? 1 : below))];
  },
  Identity: same,
  Cast: (_, [{ dtype }]) =>
    dtype === 'float32'
      ? inputs => [inputs[0]]
      : ([x]) => [x.map(value => (dtype === 'bool' ? Number(value !== 0) : Math.trunc(value)))],
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Multiply: binary((a, b) => a * b),
  RealDiv: binary((a, b) => a / b),
  Maximum: binary(Math.max),
  Minimum: binary(Math.min),
  Pow: binary(Math.pow),
  AddN: () => arrays => [arrays[0].map((_, i) => arrays.reduce((sum, array) => sum + array[i], 0))],
  Greater: binary((a, b) => Number(a > b)),
  GreaterEqual: binary((a, b) => Number(a >= b)),
  Less: binary((a, b) => Number(a < b)),
  LessEqual: binary((a, b) => Number(a <= b)),
  Equal: binary((a, b) => Number(a === b)),
  Select:
    () =>
    ([condition, x, y]) => [x.map((value, i) => (condition[i] !== 0 ? value : y[i]))],
  Sum: reduce(0, (a, b) => a + b),
  Mean: reduce(
    0,
    (a, b) => a + b,
    (sum, count) => sum / count,
  ),
  Max: reduce(-Infinity, Math.max),
  Min: reduce(Infinity, Math.min),
  BatchMatMul: matMul,
  Softmax: softmax((x, largest, sum) => Math.exp(x - largest) / sum),
  LogSoftmax: softmax((x, largest, sum) => x - largest - Math.log(sum)),
  Reshape: same,
  ExpandDims: same,
  Transpose: ([input], [output], { perm }) => {
    const strides = stridesOf(input.shape);
    return gather(
      positions(
        output.shape,
        numbers(perm).map(axis => strides[axis]),
      ),
    );
  },
  Concat: concat,
  Slice: slice,
  SplitV: split,
  PadV2: pad,
  Fill: (inputs, outputs, attributes) => filled(Number(attributes.value))(inputs, outputs, attributes),
  ZerosLike: filled(0),
  OnesLike: filled(1),
};
