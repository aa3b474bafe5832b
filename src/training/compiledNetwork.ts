import { type Engine, type Executable, allocateOutputs } from '../engines/engine';
import type { Buffers } from '../engines/engine';
import type { Graph } from '../graph/graph';
import { chooseCut, prefixGraph, remainderGraph } from '../graph/passes/frozenPrefix';
import { evaluationGraph } from './evaluationGraph';
import { type GradientGraph, gradientGraph } from './gradientGraph';
import type { Network } from './network';

/** A graph ready to run, with the arrays that it writes. */
export interface Program {
  readonly graph: Graph;
  readonly executable: Executable;
  readonly outputs: Buffers;
}

async function programOf(engine: Engine, graph: Graph): Promise<Program> {
  return { graph, executable: await engine.prepare(graph), outputs: allocateOutputs(graph) };
}

export interface CompileOptions {
  readonly microBatch: number;
  /** Whether a step spans several micro-batches. */
  readonly accumulate: boolean;
  /** Bytes that may be kept of each image's frozen prefix; 0 where every epoch sees other images. */
  readonly prefixBytesPerImage: number;
}

/** The graphs of a network's training, cut where their frozen prefix ends. */
export interface CompiledNetwork {
  readonly microBatch: number;
  /** To be made ready by the training step. */
  readonly gradient: GradientGraph;
  readonly evaluation: Program;
  /** What is computed once per image; null if nothing is worth keeping. */
  readonly prefix: Program | null;
  dispose(): Promise<void>;
}

export async function compileNetwork(
  engine: Engine,
  network: Network,
  { microBatch, accumulate, prefixBytesPerImage }: CompileOptions,
): Promise<CompiledNetwork> {
  const whole = gradientGraph(network, microBatch, accumulate);
  const evaluation = evaluationGraph(network, microBatch, ['logits']);
  const cut = prefixBytesPerImage > 0 ? chooseCut(whole.graph, microBatch, prefixBytesPerImage) : null;
  const rest = (graph: Graph) => (cut ? remainderGraph(graph, cut, whole.graph) : graph);
  const programs = {
    evaluation: await programOf(engine, rest(evaluation)),
    prefix: cut ? await programOf(engine, prefixGraph(whole.graph, cut)) : null,
  };
  return {
    microBatch,
    gradient: { ...whole, graph: rest(whole.graph) },
    ...programs,
    dispose: async () => {
      await programs.evaluation.executable.dispose();
      await programs.prefix?.executable.dispose();
    },
  };
}
