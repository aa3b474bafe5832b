import { availableParallelism } from 'node:os';
import type { Graph } from '../../graph/graph';
import type { Engine, EngineOptions, Executable } from '../engine';
import { lower } from './lower';
import { encodeOnnx } from './onnxFormat';
import * as ort from './runtime';
import { commonOptions, sessionRunner, version } from './sessions';

/** Runs graphs on ONNX Runtime's CPU provider, the embedded default. */
export function onnxRuntimeEngine(options: EngineOptions = {}): Engine {
  const threads = options.threads ?? availableParallelism();
  return {
    id: 'onnxruntime',
    version: version(),
    threads,
    device: 'cpu',
    precisions: ['float32'],
    prepare: graph => prepare(graph, threads),
  };
}

async function prepare(graph: Graph, threads: number): Promise<Executable> {
  const session = await ort.InferenceSession.create(encodeOnnx(lower(graph)), {
    ...commonOptions(threads),
    executionProviders: ['cpu'],
  });
  const run = sessionRunner(graph);
  return { run: (inputs, outputs) => run(session, inputs, outputs), dispose: () => session.release() };
}
