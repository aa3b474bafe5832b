import { parentPort, workerData } from 'node:worker_threads';
import { onnxRuntimeEngine } from '../engines/onnxruntime/onnxRuntimeEngine';
import type { ExperimentFile } from '../protocol/experiment';
import { outcomeOf } from './evaluate';

/** What a worker is told when it starts. */
export interface TrialTask {
  readonly kind: 'run trials';
  readonly mediaFolder: string;
}

/** Whether this thread was started to run trials. */
export function isTrialWorker(): boolean {
  return isTask(workerData);
}

/** Answers each experiment with its outcome, until the worker is ended. */
export function answerTrialRequests(): void {
  const port = parentPort;
  if (!port || !isTask(workerData)) throw new Error('This thread was not started to run trials.');
  const { mediaFolder } = workerData;
  const engine = onnxRuntimeEngine({ threads: 1 });
  port.on('message', (experiment: ExperimentFile) => {
    // A failure ends the worker, which the main thread is told of.
    void outcomeOf(engine, experiment, mediaFolder).then(outcome => port.postMessage(outcome));
  });
}

function isTask(data: unknown): data is TrialTask {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'run trials';
}
