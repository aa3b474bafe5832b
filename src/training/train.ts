import { type AugmentedEpoch, loadingAhead } from '../data/batches';
import type { Augmentation } from '../data/augmentation';
import type { Splits } from '../data/splits';
import type { Buffers } from '../engines/engine';
import { type Training, scheduleOf } from '../protocol/training';
import { type ClassificationSums, addImages, meansOf, noImages, smoothedTargets } from './classification';
import type { CompiledNetwork } from './compiledNetwork';
import { DivergedTraining } from './divergedTraining';
import { epochBatches } from './epochBatches';
import { type EvaluationObserver, type OnAnswers, evaluate } from './evaluate';
import type { ImageInputs } from './imageInputs';
import { othersTurn } from './othersTurn';
import { learningRateAt } from './schedule';
import type { TrainingState, TrainingStep, Update } from './step';

/** Mean cross-entropy and accuracy. */
export interface Means {
  readonly loss: number;
  readonly accuracy: number;
}

/** What a training is made of. */
export interface TrainingParts {
  readonly network: CompiledNetwork;
  readonly step: TrainingStep;
  readonly inputs: ImageInputs;
  /** The backbone's frozen tensors, by name. */
  readonly frozen: Buffers;
  readonly splits: Splits;
  readonly training: Training;
  readonly augmentation: Augmentation;
  readonly seed: number;
}

/** Where a training stands between two steps; with the tensors, all that it takes to go on with the same bits. */
export interface TrainingProgress {
  /** Epochs finished. */
  readonly epoch: number;
  /** Steps finished, of the whole training. */
  readonly step: number;
  /** Sums over the images of the epoch under way. */
  readonly sums: ClassificationSums;
  readonly best: { readonly epoch: number; readonly accuracy: number } | null;
}

export const beginning: TrainingProgress = { epoch: 0, step: 0, sums: noImages, best: null };

export interface StepReport extends Means {
  /** Epochs and steps count from 1. */
  readonly epoch: number;
  readonly step: number;
  readonly learningRate: number;
  /** Of the whole gradient, before clipping. */
  readonly gradientNorm: number;
  readonly modules: Update['modules'];
  /** The loss's scale, if this step changed it: where it fell, nothing was updated (float16). */
  readonly lossScale: Update['lossScale'];
  readonly images: number;
}

export interface EpochReport {
  readonly epoch: number;
  readonly step: number;
  readonly train: Means;
  /** Null without validation images. */
  readonly validation: Means | null;
  /** Whether this is the epoch to keep: the best on validation so far, or the last without validation. */
  readonly best: boolean;
  readonly progress: TrainingProgress;
  readonly state: TrainingState;
}

/** Who follows and steers a training; each call is awaited. */
export interface TrainingObserver {
  onStep(report: StepReport): void | Promise<void>;
  onEpoch(report: EpochReport): void | Promise<void>;
  /** Asked before each step and within validation, which wait for the answer. @returns whether to go on. */
  goOn(progress: TrainingProgress): boolean | Promise<boolean>;
  /** The schedule's peak for the step after `step`; the experiment's learning rate if absent. */
  peakAfter?(step: number): number;
}

export function stepsPerEpoch({ splits, training }: Pick<TrainingParts, 'splits' | 'training'>): number {
  return Math.ceil(splits.train.length / training.batchSize);
}

/**
 * Trains from where `from` stands to the end, or until it is not to go on, which it asks before each step and within
 * validation. A validation that is not finished is made anew by who goes on from there.
 * @returns where it stands then, and whether that is the end.
 * @throws {DivergedTraining} if the loss is no longer a number, or in float16 no scale of it gives a gradient.
 */
export async function train(
  parts: TrainingParts,
  from: TrainingProgress,
  observer: TrainingObserver,
): Promise<{ progress: TrainingProgress; finished: boolean }> {
  const { splits, training, step } = parts;
  let progress = from;
  for (let epoch = from.epoch; epoch < training.epochs; epoch++) {
    progress = await trainEpoch(parts, progress, observer);
    if (progress.step < (epoch + 1) * stepsPerEpoch(parts)) return { progress, finished: false };

    const reached = progress;
    const goOn = () => observer.goOn(reached);
    const validated = await sumsOf(parts, 'validation', step.state.parameters, { goOn });
    if (validated.count < splits.validation.length) return { progress, finished: false };

    const validation = splits.validation.length > 0 ? meansOf(validated) : null;
    const best = isBest(validation, progress, epoch + 1 === training.epochs);
    const accuracy = validation?.accuracy ?? 0;
    const trained = meansOf(progress.sums);
    progress = {
      epoch: epoch + 1,
      step: progress.step,
      sums: noImages,
      best: best && validation ? { epoch: epoch + 1, accuracy } : progress.best,
    };
    const { state } = step;
    await observer.onEpoch({
      epoch: epoch + 1,
      step: progress.step,
      train: trained,
      validation,
      best,
      progress,
      state,
    });
  }
  return { progress, finished: true };
}

/** Mean loss and accuracy of a split, with the trainable tensors given. @param onAnswers as in `evaluate` */
export async function evaluateSplit(
  parts: TrainingParts,
  split: 'validation' | 'test',
  parameters: Buffers,
  onAnswers?: OnAnswers,
): Promise<Means> {
  return meansOf(await sumsOf(parts, split, parameters, { onAnswers }));
}

function sumsOf(
  { network, inputs, frozen, splits }: TrainingParts,
  split: 'validation' | 'test',
  parameters: Buffers,
  observer: EvaluationObserver,
): Promise<ClassificationSums> {
  const tensors = new Map([...frozen, ...parameters]);
  return evaluate(network, inputs, tensors, splits[split], splits.classes.length, observer);
}

function isBest(validation: Means | null, { best }: TrainingProgress, last: boolean): boolean {
  return validation ? best === null || validation.accuracy > best.accuracy : last;
}

async function trainEpoch(
  parts: TrainingParts,
  from: TrainingProgress,
  observer: TrainingObserver,
): Promise<TrainingProgress> {
  const { splits, training, seed, network, inputs, augmentation, step } = parts;
  const perEpoch = stepsPerEpoch(parts);
  const batches = epochBatches(parts, network.microBatch, from.epoch).slice(from.step - from.epoch * perEpoch);
  const augmented: AugmentedEpoch | undefined =
    augmentation.flip || augmentation.randomResizedCrop ? { augmentation, seed, epoch: from.epoch } : undefined;
  const loads = batches.flatMap(batch =>
    batch.map((chunk, i, all) => async () => ({
      ...(await inputs.load(chunk, augmented)),
      batchSize: batch.flat().length,
      begins: i === 0,
      completes: i === all.length - 1,
    })),
  );
  let progress = from;
  let batchSums = noImages;
  let batchLoss = 0;
  for await (const { data, labels, batchSize, begins, completes } of loadingAhead(loads)) {
    await othersTurn();
    if (begins && !(await observer.goOn(progress))) break;
    const classes = splits.classes.length;
    const targets = smoothedTargets(labels, network.microBatch, classes, training.labelSmoothing);
    const sampleWeights = new Float32Array(network.microBatch).fill(1 / batchSize, 0, labels.length);
    const { loss, logits } = await step.accumulate({ data, targets, sampleWeights });
    batchLoss += loss;
    batchSums = addImages(batchSums, logits, labels, classes);
    if (!completes) continue;

    const peak = observer.peakAfter?.(progress.step) ?? training.optimizer.learningRate;
    const learningRate = learningRateAt(scheduleOf(training), progress.step, {
      peak,
      epochs: training.epochs,
      warmupEpochs: training.warmupEpochs,
      stepsPerEpoch: perEpoch,
    });
    const { total: gradientNorm, modules, lossScale } = await step.update(learningRate);
    progress = { ...progress, step: progress.step + 1, sums: added(progress.sums, batchSums) };
    if (!(lossScale ? lossScale.to >= 1 : Number.isFinite(batchLoss) && Number.isFinite(gradientNorm))) {
      const found = lossScale ? 'scaled' : Number.isFinite(batchLoss) ? 'gradient' : 'loss';
      throw new DivergedTraining(found, progress.step, peak, training);
    }
    await observer.onStep({
      epoch: from.epoch + 1,
      step: progress.step,
      loss: batchLoss,
      accuracy: batchSums.correct / batchSums.count,
      learningRate,
      gradientNorm,
      modules,
      lossScale: lossScale && lossScale.from !== lossScale.to ? lossScale : null,
      images: batchSize,
    });
    batchSums = noImages;
    batchLoss = 0;
  }
  return progress;
}

function added(a: ClassificationSums, b: ClassificationSums): ClassificationSums {
  return { loss: a.loss + b.loss, correct: a.correct + b.correct, count: a.count + b.count };
}
