import { setTimeout } from 'node:timers/promises';
import type { Engine } from '../engines/engine';
import { requirePrecision } from '../engines/requirePrecision';
import { costOf } from '../graph/cost';
import type { Precision } from '../protocol/precision';
import { prepareMatrixProducts } from './matrixProducts';
import { median } from './median';
import type { Network } from './network';
import { randomOptimizer, randomTraining } from './randomTraining';
import { updateGraph } from './updateGraph';

/** How fast training steps are. */
export interface Benchmark {
  readonly imagesPerSecond: number;
  /** Median over the steps after warm-up: gradients of the whole batch, and the update. */
  readonly millisecondsPerStep: number;
  /** All floating-point operations of a step over its time. */
  readonly gflopsPerSecond: number;
  /** Largest resident memory of this process up to the end of the warm-up. */
  readonly peakMemoryBytes: number;
  readonly engine: string;
  readonly threads: number;
  /** Of the step's matrix products, and of the bare ones. */
  readonly precision: Precision;
  readonly batch: number;
  /** Images that are computed at once, as in training. */
  readonly microBatch: number;
  readonly flopsPerStep: number;
  /** The engine's rate on bare matrix products of this network's sizes, measured between the steps. */
  readonly matrixProductGflopsPerSecond: number;
  /** The step's rate of matrix products, whatever else it did meanwhile, over that of the bare ones. */
  readonly shareOfMatrixProductRate: number;
}

export interface BenchmarkOptions {
  readonly batch: number;
  /** Steps that are timed. */
  readonly steps: number;
  readonly warmUpSteps: number;
  /** `float32` if absent. */
  readonly precision?: Precision;
  /** Images computed at once; chosen as in training if absent. */
  readonly microBatch?: number;
}

/**
 * Times training steps of random images on random weights; the frozen prefix is computed in each.
 * @throws {InputError} if the engine has not the precision
 */
export async function benchmark(
  engine: Engine,
  network: Network,
  { batch, steps, warmUpSteps, precision = 'float32', microBatch: asked }: BenchmarkOptions,
): Promise<Benchmark> {
  requirePrecision(engine, precision, '--precision');
  const { architecture } = network;
  const { gradient, microBatch, microBatches, takeStep, dispose } = await randomTraining(
    engine,
    network,
    batch,
    precision,
    asked,
  );

  let stepTime = 0;
  for (let i = 0; i < warmUpSteps; i++) stepTime = await timed(takeStep);
  const peakMemoryBytes = 1024 * process.resourceUsage().maxRSS;
  const products = await prepareMatrixProducts(engine, architecture, microBatch, precision);
  // As a step has them at most: a block's, for each block and micro-batch.
  const multiply = await repeated(products.run, Math.max(stepTime / 2, longEnough), architecture.depth * microBatches);
  const milliseconds = await timedInTurn(steps, takeStep, multiply.run);
  await dispose();
  await products.dispose();

  const cost = (of: 'flops' | 'matrixFlops') =>
    microBatches * costOf(gradient.graph)[of] +
    costOf(updateGraph(network, randomOptimizer, null, precision === 'float16'))[of];
  const millisecondsPerStep = median(milliseconds[0]);
  const matrixProductGflopsPerSecond = (multiply.times * products.flops) / median(milliseconds[1]) / 1e6;
  return {
    imagesPerSecond: (1000 * batch) / millisecondsPerStep,
    millisecondsPerStep,
    gflopsPerSecond: cost('flops') / millisecondsPerStep / 1e6,
    peakMemoryBytes,
    engine: engine.id,
    threads: engine.threads,
    precision,
    batch,
    microBatch,
    flopsPerStep: cost('flops'),
    matrixProductGflopsPerSecond,
    shareOfMatrixProductRate: cost('matrixFlops') / millisecondsPerStep / 1e6 / matrixProductGflopsPerSecond,
  };
}

/** Threads of one graph that wait for work a while after its last run would slow down the next graph's. */
const rest = 10;

/** Milliseconds over which matrix products are timed at least, so that the hiccups of a busy machine even out. */
const longEnough = 100;

/** Milliseconds that some work takes once the machine is at rest. */
async function timed(work: () => Promise<void>): Promise<number> {
  await setTimeout(rest);
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of two pieces of work that take turns, so that a machine that is slower for a while is so for both. */
async function timedInTurn(times: number, ...works: (() => Promise<void>)[]): Promise<number[][]> {
  const milliseconds = works.map((): number[] => []);
  for (let i = 0; i < times; i++) {
    for (const [j, work] of works.entries()) milliseconds[j].push(await timed(work));
  }
  return milliseconds;
}

/** Work done as often as takes so many milliseconds, but no more than `most` times. */
async function repeated(work: () => Promise<void>, milliseconds: number, most: number) {
  await work();
  const times = Math.ceil(Math.min(milliseconds / (await timed(work)), most));
  return {
    times,
    run: async () => {
      for (let i = 0; i < times; i++) await work();
    },
  };
}
