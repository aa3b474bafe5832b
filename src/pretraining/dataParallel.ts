import { Worker } from 'node:worker_threads';
import type { Architecture } from '../backbones/architecture';
import { type Buffers, type Engine, type Executable, bound } from '../engines/engine';
import { type GradientGraph, gradientGraph, names } from '../training/gradientGraph';
import { ask } from './ask';
import { type GradientTask, pretrainedNetwork } from './gradientWorker';
import { type SharedArrays, sharedInputs, sharedOutputs } from './sharedArrays';

/** Where a shard is computed. */
export interface ShardThread {
  /** Computes the task's shared outputs from its shared inputs. */
  compute(): Promise<unknown>;
  end(): Promise<unknown>;
}

/** Starts a thread. @param program the script that calls `answerGradientRequests` when it is a worker. */
export function gradientThread(program: string, task: GradientTask): ShardThread {
  const worker = new Worker(program, { workerData: task });
  return { compute: () => ask(worker, 'compute'), end: () => worker.terminate() };
}

export interface DataParallelOptions {
  readonly start: (task: GradientTask) => ShardThread;
  readonly architecture: Architecture;
  readonly classes: number;
  readonly microBatch: number;
  /** A divisor of the micro-batch. */
  readonly shards: number;
}

/**
 * An engine that runs the gradient graph given as equal shards of the micro-batch on threads of their own, and any other
 * graph as it is. A small network's operations are too short to be divided among threads: whole images are.
 */
export function dataParallelEngine(engine: Engine, whole: GradientGraph, options: DataParallelOptions): Engine {
  const { microBatch, shards } = options;
  if (whole.masks.length > 0) throw new Error('Shards of a micro-batch draw no dropout masks.');
  if (microBatch % shards !== 0) throw new Error(`${microBatch} images are not divisible by ${shards}.`);
  return {
    ...engine,
    // Shards read and write the arrays themselves.
    memory: undefined,
    prepare: async graph => (graph === whole.graph ? prepareShards(options) : engine.prepare(graph)),
  };
}

/** One thread and the memory that it shares with this one: inputs of its own, and its outputs. */
interface Shard {
  readonly thread: ShardThread;
  readonly images: SharedArrays;
  readonly outputs: SharedArrays;
}

/** Inputs that have a row per image. */
const perImage: readonly string[] = [names.images, names.targets, names.sampleWeights];

function prepareShards({ start, architecture, classes, microBatch, shards: count }: DataParallelOptions): Executable {
  const images = microBatch / count;
  const { graph } = gradientGraph(pretrainedNetwork(architecture, classes), images, false);
  const parameters = sharedInputs(graph, name => !perImage.includes(name));
  const shards = Array.from({ length: count }, (): Shard => {
    const own = { images: sharedInputs(graph, name => perImage.includes(name)), outputs: sharedOutputs(graph) };
    const inputs = new Map([...parameters, ...own.images]);
    const task: GradientTask = {
      kind: 'compute gradients',
      architecture,
      classes,
      images,
      inputs,
      outputs: own.outputs,
    };
    return { ...own, thread: start(task) };
  });
  return {
    run: async (inputs, outputs) => {
      for (const [name, array] of parameters) array.set(bound(inputs, name));
      for (const [index, shard] of shards.entries()) {
        for (const [name, array] of shard.images) {
          array.set(bound(inputs, name).subarray(index * array.length, (index + 1) * array.length));
        }
      }
      await Promise.all(shards.map(({ thread }) => thread.compute()));
      join(shards, outputs);
    },
    dispose: async () => {
      await Promise.all(shards.map(({ thread }) => thread.end()));
    },
  };
}

/** Logits one after the other; everything else, weighted by the sample weights already, summed in the shards' order. */
function join(shards: readonly Shard[], outputs: Buffers): void {
  for (const [name, whole] of outputs) {
    const [first, ...others] = shards.map(shard => bound(shard.outputs, name));
    if (name === names.logits) {
      [first, ...others].forEach((part, index) => whole.set(part, index * part.length));
      continue;
    }
    whole.set(first);
    for (const part of others) add(whole, part);
  }
}

function add(sum: Float32Array | Int32Array, values: Float32Array | Int32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += values[i];
}
