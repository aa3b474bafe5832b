import { sizeOf } from '../../backbones/parameter';
import { type Buffers, type Engine, allocateOutputs } from '../../engines/engine';
import type { Graph } from '../../graph/graph';
import type { Training } from '../../protocol/training';
import { median } from '../../training/median';
import type { TrainedTensor } from '../../training/network';
import { fillWithNoise } from '../../training/noise';
import { createTrainingStep, freshState } from '../../training/step';
import type { RunSeconds } from './seconds';
import type { TrainingPlan } from './plan';

const warmUps = 2;
const timed = 5;

/** A tensor that starts constant, such as a norm's scale, does; any other is noise. */
function filled({ name, shape, initialization }: TrainedTensor): [string, Float32Array] {
  const array = new Float32Array(sizeOf(shape));
  const isConstant = initialization !== 'pretrained' && initialization.kind === 'constant';
  return [name, isConstant ? array.fill(initialization.value) : fillWithNoise(array)];
}

/** Noise for the images that a graph reads, or for what a prefix made of them. */
function noiseImages({ inputs, values }: Graph): [string, Float32Array][] {
  return inputs
    .filter(({ role }) => role === 'image')
    .map(({ name, value }) => [name, fillWithNoise(new Float32Array(sizeOf(values[value].shape)))]);
}

/** Median seconds of some work that is repeated, the first times not counted. */
async function secondsOf(work: () => Promise<unknown>, signal?: AbortSignal): Promise<number> {
  const seconds: number[] = [];
  for (let i = 0; i < warmUps + timed; i++) {
    signal?.throwIfAborted();
    const start = performance.now();
    await work();
    if (i >= warmUps) seconds.push((performance.now() - start) / 1000);
  }
  return median(seconds);
}

async function graphSeconds(engine: Engine, graph: Graph, tensors: Buffers, signal?: AbortSignal): Promise<number> {
  const executable = await engine.prepare(graph);
  try {
    const inputs = new Map([...tensors, ...noiseImages(graph)]);
    const outputs = allocateOutputs(graph);
    return await secondsOf(() => executable.run(inputs, outputs), signal);
  } finally {
    await executable.dispose();
  }
}

/** Runs some steps of a plan on random images and weights. */
export async function measurePlan(
  engine: Engine,
  plan: TrainingPlan,
  { optimizer, gradientClipping, labelSmoothing }: Training,
  signal?: AbortSignal,
): Promise<RunSeconds> {
  const { network, gradient, evaluation, prefix, microBatch, microBatches, batchSize } = plan;
  const trained = new Map(network.trainables.map(filled));
  const frozen = new Map(network.backbone.filter(({ name }) => !trained.has(name)).map(filled));
  const step = await createTrainingStep(engine, network, gradient, frozen, freshState(trained, optimizer), {
    optimizer,
    gradientClipping,
    seed: 0,
  });
  const targets = new Float32Array(microBatch * network.classes).fill(labelSmoothing / network.classes);
  for (let i = 0; i < microBatch; i++) targets[i * network.classes + (i % network.classes)] += 1 - labelSmoothing;
  const batch = {
    data: new Map(noiseImages(gradient.graph)),
    targets,
    sampleWeights: new Float32Array(microBatch).fill(1 / batchSize),
  };
  try {
    const seconds = await secondsOf(async () => {
      for (let i = 0; i < microBatches; i++) await step.accumulate(batch);
      await step.update(1e-6);
    }, signal);
    const tensors: Buffers = new Map([...frozen, ...trained]);
    return {
      step: seconds,
      evaluation: await graphSeconds(engine, evaluation, tensors, signal),
      prefix: prefix ? await graphSeconds(engine, prefix, tensors, signal) : 0,
    };
  } finally {
    await step.dispose();
  }
}
