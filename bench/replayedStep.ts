import type { Engine } from '../src/engines/engine';
import type { Precision } from '../src/protocol/precision';
import { gradientGraph, names } from '../src/training/gradientGraph';
import { createTrainingStep, freshState } from '../src/training/step';
import { type BenchedStep, type StepTask, optimizer } from './stepTask';

/** A training step as a run makes it: the captured graphs on an engine, the whole batch at once. */
export async function replayedStep(
  { network, tensors, batch }: StepTask,
  engine: Engine,
  precision: Precision = 'float32',
): Promise<BenchedStep> {
  const trained = new Map(network.trainables.map(({ name }) => [name, tensors.get(name) ?? new Float32Array()]));
  const frozen = new Map([...tensors].filter(([name]) => !trained.has(name)));
  tensors.clear();
  const step = await createTrainingStep(
    engine,
    network,
    gradientGraph(network, batch.size, false),
    frozen,
    freshState(trained, optimizer),
    { optimizer, gradientClipping: null, seed: 1, precision },
  );
  const microBatch = {
    data: new Map([[names.images, batch.images]]),
    targets: batch.targets,
    sampleWeights: new Float32Array(batch.size).fill(1 / batch.size),
  };
  return {
    take: async () => {
      const { loss } = await step.accumulate(microBatch);
      await step.update(optimizer.learningRate);
      return loss;
    },
  };
}
