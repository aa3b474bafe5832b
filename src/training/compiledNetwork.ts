import { type Engine, type Executable, allocateOutputs } from '../engines/engine';
import type { Buffers } from '../engines/engine';
import type { Graph } from '../graph/graph';
import { chooseCut, prefixGraph, remainderGraph } from '../graph/passes/frozenPrefix';
import { inFloat32, lowerPrecision } from '../graph/passes/lowerPrecision';
import type { Precision } from '../protocol/precision';
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
  /** Of matrix products in training, evaluation and frozen prefix alike; `float32` if absent. */
  readonly precision?: Precision;
}

/** A network's forward pass, cut where its frozen prefix ends. */
export interface CompiledForward {
  readonly microBatch: number;
  readonly evaluation: Program;
  /** What is computed once per image; null if nothing is worth keeping. */
  readonly prefix: Program | null;
  dispose(): Promise<void>;
}

/** The graphs of a network's training, cut where their frozen prefix ends. */
export interface CompiledNetwork extends CompiledForward {
  /** To be made ready by the training step, which lowers its precision. */
  readonly gradient: GradientGraph;
  /** The forward pass in float32, to compare with; null where training is in float32 itself. */
  readonly float32: CompiledForward | null;
}

export async function compileNetwork(
  engine: Engine,
  network: Network,
  { microBatch, accumulate, prefixBytesPerImage, precision = 'float32' }: CompileOptions,
): Promise<CompiledNetwork> {
  const whole = gradientGraph(network, microBatch, accumulate);
  const evaluation = evaluationGraph(network, microBatch, ['logits']);
  const cut = prefixBytesPerImage > 0 ? chooseCut(whole.graph, microBatch, prefixBytesPerImage) : null;
  const rest = (graph: Graph) => (cut ? remainderGraph(graph, cut, whole.graph) : graph);
  const forward = async (lowered: (graph: Graph) => Graph): Promise<CompiledForward> => {
    const made = {
      evaluation: await programOf(engine, lowered(rest(evaluation))),
      prefix: cut ? await programOf(engine, lowered(prefixGraph(whole.graph, cut))) : null,
    };
    const dispose = async () => {
      await made.evaluation.executable.dispose();
      await made.prefix?.executable.dispose();
    };
    return { microBatch, ...made, dispose };
  };
  const trained = await forward(graph => lowerPrecision(graph, precision));
  const float32 = precision === 'float32' ? null : await forward(graph => inFloat32(graph, precision));
  return {
    ...trained,
    gradient: { ...whole, graph: rest(whole.graph) },
    float32,
    dispose: async () => {
      await trained.dispose();
      await float32?.dispose();
    },
  };
}
