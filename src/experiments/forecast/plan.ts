import { totalmem } from 'node:os';
import { costOf } from '../../graph/cost';
import type { Graph } from '../../graph/graph';
import { type PrefixCut, chooseCut, prefixGraph, remainderGraph } from '../../graph/passes/frozenPrefix';
import type { Experiment } from '../../protocol/experiment';
import { evaluationGraph } from '../../training/evaluationGraph';
import { type GradientGraph, gradientGraph } from '../../training/gradientGraph';
import { type Device, microBatchSize } from '../../training/microBatch';
import type { Network } from '../../training/network';
import { updateGraph } from '../../training/updateGraph';

/** How many images a data set has, and gives to training and validation. */
export interface SplitSizes {
  readonly train: number;
  readonly validation: number;
  /** All of the folder, which are decoded before the training starts, whether they take part or not. */
  readonly images: number;
}

/** What a training would run, as a session compiles it, without any weight or image. */
export interface TrainingPlan {
  readonly network: Network;
  readonly splits: SplitSizes;
  readonly batchSize: number;
  readonly microBatch: number;
  readonly microBatches: number;
  readonly stepsPerEpoch: number;
  /** What runs in each step and for each micro-batch, after the cut. */
  readonly gradient: GradientGraph;
  readonly update: Graph;
  readonly evaluation: Graph;
  readonly cut: PrefixCut | null;
  /** What runs once for each micro-batch of images; null where nothing is kept. */
  readonly prefix: Graph | null;
}

/** Share of the machine's memory for what a frozen prefix makes of each image, as in a session. */
const prefixMemory = 0.25 * totalmem();

/** Captures the graphs of a training. Nothing is computed. */
export function planTraining(
  network: Network,
  { training, data }: Experiment,
  splits: SplitSizes,
  device: Device,
): TrainingPlan {
  const batchSize = Math.min(training.batchSize, splits.train);
  const microBatch = Math.min(
    training.microBatchSize ?? microBatchSize(network.architecture, batchSize, device),
    batchSize,
  );
  const augmented = data.augmentation.flip || data.augmentation.randomResizedCrop;
  const whole = gradientGraph(network, microBatch, microBatch < batchSize);
  const evaluation = evaluationGraph(network, microBatch, ['logits']);
  const cut = augmented ? null : chooseCut(whole.graph, microBatch, prefixMemory / (splits.train + splits.validation));
  const rest = (graph: Graph) => (cut ? remainderGraph(graph, cut, whole.graph) : graph);
  return {
    network,
    splits,
    batchSize,
    microBatch,
    microBatches: Math.ceil(batchSize / microBatch),
    stepsPerEpoch: Math.ceil(splits.train / batchSize),
    gradient: { ...whole, graph: rest(whole.graph) },
    update: updateGraph(network, training.optimizer, training.gradientClipping),
    evaluation: rest(evaluation),
    cut,
    prefix: cut ? prefixGraph(whole.graph, cut) : null,
  };
}

/** Floating-point operations of one step, of one micro-batch's evaluation, and of what is computed once for one. */
export function planFlops({ gradient, update, evaluation, prefix, microBatches, batchSize }: TrainingPlan) {
  const step = microBatches * costOf(gradient.graph).flops + costOf(update).flops;
  return {
    step,
    perImage: step / batchSize,
    evaluation: costOf(evaluation).flops,
    prefix: prefix ? costOf(prefix).flops : 0,
  };
}

/** How often each graph runs in an epoch, and in total for what is computed once per image. */
export function runsOf({ splits, microBatch, microBatches, stepsPerEpoch, prefix }: TrainingPlan) {
  const ofValidation = Math.ceil(splits.validation / microBatch);
  return {
    gradients: stepsPerEpoch * microBatches,
    updates: stepsPerEpoch,
    evaluations: ofValidation,
    prefixes: prefix ? stepsPerEpoch * microBatches + ofValidation : 0,
  };
}
