import { sizeOf } from '../backbones/parameter';
import type { Engine } from '../engines/engine';
import type { Precision } from '../protocol/precision';
import { type Optimizer, optimizerSchema } from '../protocol/training';
import { type GradientGraph, gradientGraph, names } from './gradientGraph';
import { microBatchSize } from './microBatch';
import type { Network, TrainedTensor } from './network';
import { fillWithNoise } from './noise';
import { type MicroBatch, createTrainingStep, freshState } from './step';

/** What the steps of a random training end with. */
export const randomOptimizer: Optimizer = optimizerSchema.parse({ name: 'adamw' });

/** A training of random images on random weights, whose steps are there to be timed. */
export interface RandomTraining {
  readonly gradient: GradientGraph;
  /** Images that are computed at once, as in training, and how often in a step. */
  readonly microBatch: number;
  readonly microBatches: number;
  /** The gradients of a whole batch, the frozen prefix computed in each, and the update. */
  takeStep(): Promise<void>;
  dispose(): Promise<void>;
}

/** Makes such a training ready to run. @param batch images in a step @param microBatch of them at once, as in training if absent */
export async function randomTraining(
  engine: Engine,
  network: Network,
  batch: number,
  precision: Precision = 'float32',
  microBatch = microBatchSize(network.architecture, batch, engine),
): Promise<RandomTraining> {
  const microBatches = Math.ceil(batch / microBatch);
  const gradient = gradientGraph(network, microBatch, microBatches > 1);
  const trained = new Map(network.trainables.map(filled));
  const frozen = new Map(network.backbone.filter(({ name }) => !trained.has(name)).map(filled));
  const step = await createTrainingStep(engine, network, gradient, frozen, freshState(trained, randomOptimizer), {
    optimizer: randomOptimizer,
    gradientClipping: null,
    seed: 0,
    precision,
  });
  const images = randomImages(network, microBatch, batch);
  return {
    gradient,
    microBatch,
    microBatches,
    takeStep: async () => {
      for (let i = 0; i < microBatches; i++) await step.accumulate(images);
      await step.update(1e-4);
    },
    dispose: () => step.dispose(),
  };
}

/** A tensor that starts constant, such as a norm's scale, does; any other is noise. */
function filled({ name, shape, initialization }: TrainedTensor): [string, Float32Array] {
  const array = new Float32Array(sizeOf(shape));
  const isConstant = initialization !== 'pretrained' && initialization.kind === 'constant';
  return [name, isConstant ? array.fill(initialization.value) : fillWithNoise(array)];
}

/** Noise for images, of one class each. */
function randomImages({ architecture, classes }: Network, microBatch: number, batch: number): MicroBatch {
  const pixels = 3 * architecture.imageSize ** 2;
  return {
    data: new Map([[names.images, fillWithNoise(new Float32Array(microBatch * pixels))]]),
    targets: Float32Array.from({ length: microBatch * classes }, (_, i) => (i % classes === 0 ? 1 : 0)),
    sampleWeights: new Float32Array(microBatch).fill(1 / batch),
  };
}
