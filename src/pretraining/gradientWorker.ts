import { parentPort, workerData } from 'node:worker_threads';
import type { Architecture } from '../backbones/architecture';
import { type Engine, allocateOutputs, bound } from '../engines/engine';
import { onnxRuntimeEngine } from '../engines/onnxruntime/onnxRuntimeEngine';
import { full } from '../methods/fine-tuning/full';
import { gradientGraph } from '../training/gradientGraph';
import { type Network, describeNetwork } from '../training/network';
import type { SharedArrays } from './sharedArrays';

/** What a worker is told when it starts: whose gradients to compute, of how many images at a time, and where all is. */
export interface GradientTask {
  readonly kind: 'compute gradients';
  readonly architecture: Architecture;
  readonly classes: number;
  readonly images: number;
  readonly inputs: SharedArrays;
  readonly outputs: SharedArrays;
}

/** The network that is pre-trained: every tensor of the backbone, and a head of one class per category. */
export function pretrainedNetwork(architecture: Architecture, classes: number): Network {
  return describeNetwork(architecture, [{ method: full, values: {} }], classes);
}

/** Whether this thread was started to compute gradients. */
export function isGradientWorker(): boolean {
  return isTask(workerData);
}

/** Makes ready what computes a task's shared outputs from its shared inputs, each time that it is called. */
export async function gradientComputation(task: GradientTask, engine: Engine): Promise<() => Promise<void>> {
  const { architecture, classes, images, inputs, outputs } = task;
  const { graph } = gradientGraph(pretrainedNetwork(architecture, classes), images, false);
  const executable = await engine.prepare(graph);
  // The native library takes no shared memory.
  const ownInputs = new Map([...inputs].map(([name, array]) => [name, new Float32Array(array.length)] as const));
  const ownOutputs = allocateOutputs(graph);
  return async () => {
    for (const [name, array] of ownInputs) array.set(bound(inputs, name));
    await executable.run(ownInputs, ownOutputs);
    for (const [name, array] of outputs) array.set(bound(ownOutputs, name));
  };
}

/** At every message, computes the gradients and answers, until the worker is ended. */
export async function answerGradientRequests(): Promise<void> {
  const port = parentPort;
  if (!port || !isTask(workerData)) throw new Error('This thread was not started to compute gradients.');
  const compute = await gradientComputation(workerData, onnxRuntimeEngine({ threads: 1 }));
  // A failure ends the worker, which the main thread is told of.
  port.on('message', () => void compute().then(() => port.postMessage('done')));
}

function isTask(data: unknown): data is GradientTask {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'compute gradients';
}
