import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import type { Engine } from '../engines/engine';
import type { Graph } from '../graph/graph';
import { findMethod } from '../methods/catalogue';
import { benchmark } from './benchmark';
import { prepareMatrixProducts } from './matrixProducts';
import { median } from './median';
import { describeNetwork } from './network';

/** Computes nothing, and remembers what it was asked to. */
function idleEngine(): Engine & { readonly prepared: { graph: Graph; runs: number; disposed: boolean }[] } {
  const prepared: { graph: Graph; runs: number; disposed: boolean }[] = [];
  return {
    id: 'reference',
    version: '0',
    threads: 3,
    device: 'cpu',
    precisions: ['float32', 'bfloat16'],
    prepared,
    prepare: async graph => {
      const asked = { graph, runs: 0, disposed: false };
      prepared.push(asked);
      return {
        run: async () => {
          asked.runs++;
        },
        dispose: async () => {
          asked.disposed = true;
        },
      };
    },
  };
}

const network = (backbone: string) =>
  describeNetwork(findArchitecture(backbone), [{ method: findMethod('linear'), values: {} }], 10);

test('a batch that is computed in two halves counts the work of both', async () => {
  const engine = idleEngine();
  const whole = network('vit-base-patch16-224');
  const { batch, microBatch, flopsPerStep, threads } = await benchmark(engine, whole, {
    batch: 8,
    steps: 3,
    warmUpSteps: 2,
  });
  expect({ batch, microBatch, threads }).toEqual({ batch: 8, microBatch: 4, threads: 3 });
  // 2 x 17.5 billion multiply-adds for an image's forward pass, less the last block of all tokens but one.
  expect(flopsPerStep / 8).toBeGreaterThan(32e9);
  expect(flopsPerStep / 8).toBeLessThan(34e9);
  const [gradient, update] = engine.prepared;
  expect([gradient.runs, update.runs]).toEqual([10, 5]);
  expect(engine.prepared.every(({ disposed }) => disposed)).toBe(true);
});

test("the matrix products are a block's, forward and backward", async () => {
  const { flops } = await prepareMatrixProducts(idleEngine(), findArchitecture('vit-tiny-patch16-224'), 2);
  expect(flops).toBe(2 * (2 * 2 * 197 * 12 * 192 * 192));
});

test('the median is the middle, or between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([5])]).toEqual([2, 2.5, 5]);
});
