import { totalmem } from 'node:os';
import type { Buffers, Engine } from '../engines/engine';
import { compileNetwork } from '../training/compiledNetwork';
import { firstMicroBatches } from '../training/epochBatches';
import { requirePrecision } from '../engines/requirePrecision';
import { ImageInputs } from '../training/imageInputs';
import { initialize } from '../training/initialization';
import { microBatchSize } from '../training/microBatch';
import type { TrainedTensor } from '../training/network';
import { type PrecisionEffect, precisionEffect } from '../training/precisionEffect';
import { type TrainingState, createTrainingStep, freshState } from '../training/step';
import type { TrainingParts } from '../training/train';
import type { PreparedExperiment } from './prepare';

/** Share of the machine's memory for what a frozen prefix made of each image. */
const prefixMemory = 0.25 * totalmem();

/** A training that is ready to run, and must be disposed of. */
export interface TrainingSession extends TrainingParts {
  /** Null where training is in float32. */
  readonly precisionEffect: PrecisionEffect | null;
  dispose(): Promise<void>;
}

/** The trainable tensors as they start: unfrozen ones from the backbone, the others drawn from the seed. */
export function initialParameters(
  trainables: readonly TrainedTensor[],
  backbone: ReadonlyMap<string, Float32Array>,
  seed: number,
): Map<string, Float32Array> {
  return new Map(
    trainables.map(tensor => {
      if (tensor.initialization !== 'pretrained') return [tensor.name, initialize(tensor, tensor.initialization, seed)];
      const pretrained = backbone.get(tensor.name);
      if (!pretrained) throw new Error(`The backbone has no tensor ${tensor.name}.`);
      return [tensor.name, pretrained];
    }),
  );
}

/**
 * Compiles a prepared experiment for an engine.
 * @param state where to go on; the beginning if absent.
 * @throws {InputError} if the engine has not the precision of the experiment
 */
export async function startSession(
  engine: Engine,
  prepared: PreparedExperiment,
  state?: TrainingState,
): Promise<TrainingSession> {
  const { experiment, network, weights, splits, store, preprocessing } = prepared;
  const { training, data, seed } = experiment;
  const { precision } = training;
  requirePrecision(engine, precision, `${prepared.file}: training.precision`);
  const batchSize = Math.min(training.batchSize, splits.train.length);
  const microBatch = Math.min(
    training.microBatchSize ?? microBatchSize(network.architecture, batchSize, engine),
    batchSize,
  );
  const augmented = data.augmentation.flip || data.augmentation.randomResizedCrop;
  const keptImages = splits.train.length + splits.validation.length;
  const compiled = await compileNetwork(engine, network, {
    microBatch,
    accumulate: microBatch < batchSize,
    prefixBytesPerImage: augmented ? 0 : prefixMemory / keptImages,
    precision,
  });
  const trained = new Set(network.trainables.map(tensor => tensor.name));
  const frozen: Buffers = new Map([...weights.tensors].filter(([name]) => !trained.has(name)));
  const initial = state ?? freshState(initialParameters(network.trainables, weights.tensors, seed), training.optimizer);
  const step = await createTrainingStep(engine, network, compiled.gradient, frozen, initial, {
    optimizer: training.optimizer,
    gradientClipping: training.gradientClipping,
    seed,
    precision,
  });
  return {
    network: compiled,
    step,
    inputs: new ImageInputs(
      compiled,
      frozen,
      store,
      preprocessing,
      firstMicroBatches({ splits, training, seed }, microBatch),
    ),
    frozen,
    splits,
    training,
    augmentation: data.augmentation,
    seed,
    precisionEffect: precisionEffect({ network: compiled, frozen, store, preprocessing, splits }),
    dispose: async () => {
      await step.dispose();
      await compiled.dispose();
    },
  };
}
