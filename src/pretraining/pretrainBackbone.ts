import type { Architecture } from '../backbones/architecture';
import type { Engine } from '../engines/engine';
import { initialParameters } from '../experiments/session';
import { type Training, trainingSchema } from '../protocol/training';
import { vitParameters } from '../backbones/vit/parameters';
import { compileNetwork } from '../training/compiledNetwork';
import { initialize } from '../training/initialization';
import { createTrainingStep, freshState } from '../training/step';
import { type TrainingObserver, beginning, train } from '../training/train';
import { categoryCount, pretexts } from './categories';
import { dataParallelEngine, gradientThread } from './dataParallel';
import { GeneratedInputs } from './generatedInputs';
import type { GlyphCategory } from './glyphs';
import { pretrainedNetwork } from './gradientWorker';
import { ImageSource } from './imageSource';

export interface PretrainingOptions {
  readonly architecture: Architecture;
  readonly images: number;
  readonly seed: number;
  /** Shards of a batch that are computed side by side, on one thread each. */
  readonly threads: number;
  /** With one thread. */
  readonly engine: Engine;
  readonly glyphs: readonly GlyphCategory[];
  /** The script that serves as the workers too. */
  readonly program: string;
}

/** Divisible by 1 to 6 threads. */
export const batchSize = 60;

/** How many times the training reports and keeps its weights. */
export const reports = 40;

/** The whole batches nearest to a number of images, equally many in each report. */
export function plannedImages(images: number): number {
  return Math.max(1, Math.round(images / batchSize / reports)) * batchSize * reports;
}

/** The pre-training's schedule. An epoch is one report's share of the images: none is seen twice. */
export function pretrainingSchedule(): Training {
  return trainingSchema.parse({
    epochs: reports,
    batchSize,
    microBatchSize: batchSize,
    warmupEpochs: 0.03 * reports,
    optimizer: { name: 'adamw', learningRate: 1e-3, weightDecay: 0.05 },
    gradientClipping: 1,
    labelSmoothing: 0.1,
  });
}

/** Trains every tensor of a fresh backbone to tell the categories of generated images apart. */
export async function pretrainBackbone(
  { architecture, images, seed, threads, engine, glyphs, program }: PretrainingOptions,
  observer: TrainingObserver,
): Promise<void> {
  const training = pretrainingSchedule();
  const imagesPerReport = plannedImages(images) / reports;
  const classes = categoryCount(pretexts(seed, glyphs));
  const network = pretrainedNetwork(architecture, classes);
  const compiled = await compileNetwork(engine, network, {
    microBatch: batchSize,
    accumulate: false,
    prefixBytesPerImage: 0,
  });
  const sharded = dataParallelEngine(engine, compiled.gradient, {
    start: task => gradientThread(program, task),
    architecture,
    classes,
    microBatch: batchSize,
    shards: threads,
  });
  const initial = freshState(
    initialParameters(network.trainables, startingWeights(architecture, seed), seed),
    training.optimizer,
  );
  const step = await createTrainingStep(sharded, network, compiled.gradient, new Map(), initial, {
    optimizer: training.optimizer,
    gradientClipping: training.gradientClipping,
    seed,
  });
  const { preprocessing, imageSize } = architecture;
  const source = new ImageSource(program, { kind: 'generate images', seed, imageSize, glyphs }, batchSize, 0);
  try {
    // Which image comes is for the source to say: items only count.
    const item = { path: 'generated', file: 'generated', label: 0 };
    const labels = Array.from({ length: classes }, (_, label) => `${label}`);
    const items = Array.from({ length: imagesPerReport }, () => item);
    await train(
      {
        network: compiled,
        step,
        inputs: new GeneratedInputs(compiled, preprocessing, source),
        frozen: new Map(),
        splits: { classes: labels, train: items, validation: [], test: [] },
        training,
        augmentation: { flip: false, randomResizedCrop: false },
        seed,
      },
      beginning,
      observer,
    );
  } finally {
    await source.close();
    await step.dispose();
    await compiled.dispose();
  }
}

/**
 * Matrices of Glorot and Bengio's (2010) spread, everything else as in any fresh backbone: the usual spread of 0.02, made
 * for wider networks and longer training, costs this one tens of thousands of images before it learns anything.
 */
function startingWeights(architecture: Architecture, seed: number): Map<string, Float32Array> {
  return new Map(
    vitParameters(architecture).map(parameter => {
      const [outputs, inputs] = parameter.shape;
      const isMatrix = parameter.shape.length === 2;
      const spread = { kind: 'truncated-normal', std: Math.sqrt(2 / (inputs + outputs)) } as const;
      return [parameter.name, initialize(parameter, isMatrix ? spread : parameter.initialization, seed)];
    }),
  );
}
