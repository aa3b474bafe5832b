import { type Buffers, type Engine, type Executable, allocateOutputs } from '../../engines/engine';
import type { Graph } from '../../graph/graph';

/** A graph ready to run, with the arrays that it writes: one run at a time. */
export interface Program {
  readonly executable: Executable;
  readonly outputs: Buffers;
  dispose(): Promise<void>;
}

/** What a graph without outputs amounts to; engines refuse one. */
const nothing: Executable = { run: () => Promise.resolve(), dispose: () => Promise.resolve() };

export async function prepareProgram(engine: Engine, graph: Graph): Promise<Program> {
  const executable = graph.outputs.length > 0 ? await engine.prepare(graph) : nothing;
  return { executable, outputs: allocateOutputs(graph), dispose: () => executable.dispose() };
}
