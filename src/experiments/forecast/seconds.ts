import { costOf } from '../../graph/cost';
import { type Graph, bytesOf } from '../../graph/graph';
import { runsOf, type TrainingPlan } from './plan';

/** Seconds of one optimiser step, and of one micro-batch's evaluation and frozen prefix. */
export interface RunSeconds {
  readonly step: number;
  readonly evaluation: number;
  readonly prefix: number;
}

/**
 * How a graph's time follows from its work. Fitted to steps of ViT-Nano to ViT-B with full fine-tuning, LoRA, VPT-Deep,
 * AdaptFormer and SSF on ONNX Runtime 1.30 with two threads, of which it gives most within a tenth (SSF, whose many
 * small operations the runtime fuses, comes out half as slow again).
 */
const typical = {
  /** Rate of the matrix products of a network over that of bare ones. */
  share: 0.93,
  /** Matrix operations in the time that any other operation reads or writes a byte in. */
  flopsPerByte: 24,
  /** Seconds of a node whatever its size. */
  perNode: 10e-6,
};

const products = new Set(['Linear', 'BatchMatMul', 'Attention', 'AttentionGrad']);

/** Seconds of one run of a graph at a rate of bare matrix products, in operations per second. */
function graphSeconds(graph: Graph, rate: number): number {
  const nodes = graph.nodes.filter(({ kernel }) => kernel !== 'Reshape');
  const bytes = nodes
    .filter(({ kernel }) => !products.has(kernel))
    .flatMap(({ inputs, outputs }) => [...inputs, ...outputs])
    .reduce((sum, id) => sum + bytesOf(graph.values[id]), 0);
  const flops = costOf(graph).matrixFlops / typical.share + bytes * typical.flopsPerByte;
  return flops / rate + nodes.length * typical.perNode;
}

/** What the runs of a plan take at a rate of bare matrix products, in operations per second. */
export function estimatedSeconds(plan: TrainingPlan, rate: number): RunSeconds {
  const { gradient, update, evaluation, prefix, microBatches } = plan;
  return {
    step: microBatches * graphSeconds(gradient.graph, rate) + graphSeconds(update, rate),
    evaluation: graphSeconds(evaluation, rate),
    prefix: prefix ? graphSeconds(prefix, rate) : 0,
  };
}

/** Training and validation of one epoch, and what is added once where a frozen prefix is computed for each image. */
export function epochSeconds(
  plan: TrainingPlan,
  { step, evaluation, prefix }: RunSeconds,
): { readonly epoch: number; readonly once: number } {
  const runs = runsOf(plan);
  return { epoch: runs.updates * step + runs.evaluations * evaluation, once: runs.prefixes * prefix };
}
