// Attention weights of a plain Vision Transformer in double precision, as the papers write it: prompts are tokens of the
// sequence like any other, and rollout is a product of whole matrices. It shares nothing with the product but the names of
// the weights.
import type { Architecture } from '../../../src/backbones/architecture';
import { taken } from '../closeness';
import { erf } from './erf';

type Weights = ReadonlyMap<string, Float32Array>;
export type Matrix = number[][];

/** Prompts as rows: before the first block (carried along), and of each block (replaced by the next one's). */
export interface PromptRows {
  readonly shallow?: Matrix;
  readonly deep?: (layer: number) => Matrix | undefined;
}

/** One layer's weights, `[head][query][key]`, of the sequence CLS, own prompts, carried prompts, patches. */
export interface LayerWeights {
  readonly heads: readonly Matrix[];
  readonly own: number;
  /** The sequence that enters the layer. */
  readonly tokens: Matrix;
}

const rowsOf = (values: ArrayLike<number>, width: number): Matrix =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_, column) => values[row * width + column]),
  );

/** An array `[…, width]` of a checkpoint as rows. */
export const matrix = (weights: Weights, name: string, width: number): Matrix => rowsOf(taken(weights, name), width);

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const sum = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((value, j) => value + b[i][j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map(row =>
    b[0].map((_, j) =>
      dot(
        row,
        b.map(other => other[j]),
      ),
    ),
  );

/** x Wᵀ + b, with a low-rank change of W where the weights have one. */
function linear(weights: Weights, name: string, x: Matrix): Matrix {
  const bias = taken(weights, `${name}.bias`);
  const weight = matrix(weights, `${name}.weight`, x[0].length);
  const a = weights.get(`lora.${name}.a`);
  const b = weights.get(`lora.${name}.b`);
  const rank = a ? a.length / x[0].length : 1;
  // Its alpha equals its rank wherever this is used.
  const changed = a && b ? sum(weight, product(rowsOf(b, rank), rowsOf(a, x[0].length))) : weight;
  return x.map(row => changed.map((output, i) => dot(row, output) + bias[i]));
}

function norm({ normEpsilon }: Architecture, weights: Weights, name: string, x: Matrix): Matrix {
  const [gamma, beta] = [taken(weights, `${name}.weight`), taken(weights, `${name}.bias`)];
  return x.map(row => {
    const mean = row.reduce((a, b) => a + b, 0) / row.length;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
    return row.map((value, i) => ((value - mean) / Math.sqrt(variance + normEpsilon)) * gamma[i] + beta[i]);
  });
}

function softmax(row: readonly number[]): number[] {
  const highest = Math.max(...row);
  const exponentials = row.map(value => Math.exp(value - highest));
  const total = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map(value => value / total);
}

function patches({ imageSize, patchSize }: Architecture, weights: Weights, image: Float32Array): Matrix {
  const grid = imageSize / patchSize;
  const inside = Array.from({ length: patchSize }, (_, i) => i);
  const pixels = Array.from({ length: grid ** 2 }, (_, patch) =>
    [0, 1, 2].flatMap(channel =>
      inside.flatMap(y =>
        inside.map(x => {
          const [row, column] = [Math.floor(patch / grid) * patchSize + y, (patch % grid) * patchSize + x];
          return image[(channel * imageSize + row) * imageSize + column];
        }),
      ),
    ),
  );
  return linear(weights, 'patch', pixels);
}

/** The softmax weights of every layer for one image. */
export function attentionWeights(
  architecture: Architecture,
  weights: Weights,
  image: Float32Array,
  prompts: PromptRows = {},
): LayerWeights[] {
  const { width, depth, heads } = architecture;
  const [cls, ...others] = sum(
    [...matrix(weights, 'cls', width), ...patches(architecture, weights, image)],
    matrix(weights, 'positions', width),
  );
  let tokens: Matrix = [cls, ...(prompts.shallow ?? []), ...others];
  return Array.from({ length: depth }, (_, layer) => {
    const name = `blocks.${layer}`;
    const own = prompts.deep?.(layer) ?? [];
    const x = [tokens[0], ...own, ...tokens.slice(1)];
    const read = norm(architecture, weights, `${name}.norm1`, x);
    const [q, k, v] = ['q', 'k', 'v'].map(which => linear(weights, `${name}.${which}`, read));
    const size = width / heads;
    const part = (rows: Matrix, head: number) => rows.map(row => row.slice(head * size, (head + 1) * size));
    const found = Array.from({ length: heads }, (_, head) => {
      const keys = part(k, head);
      return part(q, head).map(query => softmax(keys.map(key => dot(query, key) / Math.sqrt(size))));
    });
    const mixed = x.map((_, token) => found.flatMap((rows, head) => product([rows[token]], part(v, head))[0]));
    const middle = sum(x, linear(weights, `${name}.output`, mixed));
    const wide = linear(weights, `${name}.fc1`, norm(architecture, weights, `${name}.norm2`, middle));
    const hidden = wide.map(row => row.map(value => (value / 2) * (1 + erf(value / Math.SQRT2))));
    const output = sum(middle, linear(weights, `${name}.fc2`, hidden));
    tokens = [output[0], ...output.slice(1 + own.length)];
    return { heads: found, own: own.length, tokens: x };
  });
}

/** Attention rollout with whole matrices: R over the tokens, and a leaf of each layer's own prompts. */
export function rolloutMatrices(layers: readonly LayerWeights[]): { R: Matrix; leaves: Matrix[] } {
  let R: Matrix = [];
  let leaves: Matrix[] = [];
  layers.forEach(({ heads, own }, layer) => {
    const count = heads[0].length;
    const isOwn = (token: number) => token > 0 && token <= own;
    const mixed = heads[0].map((row, i) =>
      row.map((_, j) => (heads.reduce((total, head) => total + head[i][j], 0) / heads.length + (i === j ? 1 : 0)) / 2),
    );
    const content = Array.from({ length: count }, (_, token) => token).filter(token => !isOwn(token));
    const Acc = content.map(i => content.map(j => mixed[i][j]));
    const Acp = content.map(i => mixed[i].filter((_, j) => isOwn(j)));
    R = layer === 0 ? Acc : product(Acc, R);
    leaves = [...leaves.map(leaf => (leaf[0].length > 0 ? product(Acc, leaf) : leaf)), Acp];
  });
  return { R, leaves };
}
