import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { select } from '../../test/numeric/networks';
import { type Architecture, findArchitecture, gridSize } from '../backbones/architecture';
import { ledger } from '../experiments/ledger';
import { evaluationGraph } from '../training/evaluationGraph';
import { gradientGraph } from '../training/gradientGraph';
import { type Network, describeNetwork } from '../training/network';
import { capture } from './capture';
import { costByLayer, costOf } from './cost';
import type { Operations } from './operations';

const classes = 10;
const base = findArchitecture('vit-base-patch16-224');
const networkOf = (architecture: Architecture, id: string): Network =>
  describeNetwork(architecture, [select(id)], classes);

/** Matrix products of a forward pass, of which the last block computes what the CLS token needs alone. */
function closedForm(architecture: Architecture) {
  const { width: D, mlpWidth: M, depth: L, patchSize } = architecture;
  const patches = gridSize(architecture) ** 2;
  const N = patches + 1;
  const patch = 2 * patches * 3 * patchSize ** 2 * D;
  const block = 8 * N * D ** 2 + 4 * N ** 2 * D + 4 * N * D * M;
  // Queries, output and MLP are of 1 token instead of N, and so are the rows of the scores.
  const saved = 4 * (N - 1) * D ** 2 + 4 * N * (N - 1) * D + 4 * (N - 1) * D * M;
  return { patch, block, saved, whole: patch + L * block + 2 * D * classes };
}

test("the forward pass of ViT-B/16 costs what its shapes say, less the last block's unread tokens", () => {
  const { whole, saved } = closedForm(base);
  // 17.56 billion multiply-adds is what is published for the whole of it, head of 1000 classes included.
  expect(whole / 2 + base.width * (1000 - classes)).toBeCloseTo(17.56e9, -8);
  const cost = costOf(evaluationGraph(networkOf(base, 'linear'), 1, ['logits']));
  expect(cost.matrixFlops).toBe(whole - saved);
  expect(cost.flops).toBeGreaterThan(cost.matrixFlops);
  expect(cost.flops).toBeLessThan(1.02 * cost.matrixFlops);
});

test('each image of a batch costs as much as another, and weights are read once', () => {
  const network = networkOf(findArchitecture('vit-nano'), 'linear');
  const [two, eight] = [2, 8].map(batch => costOf(evaluationGraph(network, batch, ['logits'])));
  expect(eight.matrixFlops).toBe(4 * two.matrixFlops);
  expect(eight.activationBytes).toBe(4 * two.activationBytes);
  expect(eight.parameterBytes).toBe(two.parameterBytes);
});

test('full fine-tuning costs three forward passes, but for the gradient of the pixels', () => {
  const { whole, saved, patch } = closedForm(base);
  const cost = costOf(gradientGraph(networkOf(base, 'full'), 1, false).graph);
  expect(cost.matrixFlops).toBe(3 * (whole - saved) - patch);
});

test("a linear probe costs one forward pass and the head's gradient", () => {
  const { whole, saved } = closedForm(base);
  const cost = costOf(gradientGraph(networkOf(base, 'linear'), 1, false).graph);
  expect(cost.matrixFlops).toBe(whole - saved + 2 * base.width * classes);
});

test('every layer reads four bytes for each of its parameters', () => {
  const nano = findArchitecture('vit-nano');
  for (const id of ['full', 'lora', 'vpt-deep', 'ssf', 'adaptformer']) {
    const network = networkOf(nano, id);
    const costs = costByLayer(gradientGraph(network, 1, false).graph);
    const { rows, total } = ledger(nano, network.methods, classes);
    for (const layer of new Set(rows.map(row => row.layer))) {
      const parameters = rows.filter(row => row.layer === layer).reduce((sum, row) => sum + row.parameters, 0);
      expect(costs.get(layer)?.parameterBytes, `${id}, ${layer}`).toBe(4 * parameters);
    }
    expect([...costs.values()].reduce((sum, cost) => sum + cost.parameterBytes, 0)).toBe(4 * total);
  }
});

test('the activations of a block are those that a backward pass needs, and not many times as much', () => {
  const batch = 2;
  const { width: D, mlpWidth: M, heads: H } = base;
  const N = gridSize(base) ** 2 + 1;
  // Both norms, q, k, v, attention, output and fc2 are D wide for each token; fc1 and its GELU M; probabilities H N.
  const needed = 4 * batch * N * (8 * D + 2 * M + H * N);
  const costs = costByLayer(evaluationGraph(networkOf(base, 'linear'), batch, ['logits']));
  const found = costs.get(3)?.activationBytes ?? 0;
  expect(found).toBeGreaterThanOrEqual(needed);
  expect(found).toBeLessThan(2.5 * needed);
  expect(costs.get(11)?.activationBytes).toBeLessThan(found / 2);
});

/** The cost of one operation on x `[5, 3]` and y `[7, 5]`. */
const costOfOne = (operation: (tf: Operations, x: Tensor2D, y: Tensor2D) => Tensor) =>
  costOf(
    capture(({ tf, input, output }) => {
      const x: Tensor2D = tf.reshape(input({ name: 'x', shape: [5, 3], role: 'image' }), [5, 3]);
      const y: Tensor2D = tf.reshape(input({ name: 'y', shape: [7, 5], role: 'frozen' }), [7, 5]);
      output('z', operation(tf, x, y));
    }),
  );

test('a matrix product is two operations for each of its multiply-adds, however it is transposed', () => {
  const product = { flops: 2 * 3 * 5 * 7, matrixFlops: 2 * 3 * 5 * 7 };
  expect(costOfOne((tf, x, y) => tf.matMul(x, y, true, true))).toMatchObject(product);
  expect(costOfOne((tf, x, y) => tf.matMul(y, x))).toMatchObject(product);
  expect(costOfOne((tf, x, y) => tf.linear(tf.transpose(x), y))).toMatchObject(product);
});

test('a sum is one operation for each of its terms, and moving numbers is none', () => {
  expect(costOfOne((tf, x) => tf.sum(x, 1))).toMatchObject({ flops: 15, matrixFlops: 0 });
  expect(costOfOne((tf, x) => tf.transpose(x))).toMatchObject({ flops: 0, matrixFlops: 0 });
});
