import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { ensureSample } from '../data/samples';
import { ask } from './ask';
import type { Outcome } from './evaluate';
import type { TrialTask } from './trialWorker';
import { experimentOf, samples, seeds, trials } from './trials';

/** What came of one row of the table: accuracies by seed. */
export const trialResultSchema = z.object({
  sample: z.enum(['digits', 'solids']),
  weights: z.enum(['vit-nano', 'random']),
  method: z.string(),
  learningRate: z.number(),
  epochs: z.int(),
  validation: z.array(z.number()),
  test: z.array(z.number()),
});

export type TrialResult = z.infer<typeof trialResultSchema>;

export interface TrialOptions {
  /** The script that calls `answerTrialRequests` when it is a worker. */
  readonly program: string;
  readonly threads: number;
  /** The pre-trained weights. */
  readonly checkpoint: string;
  readonly mediaFolder: string;
  /** Where the samples are unpacked to. */
  readonly folder: string;
  readonly onOutcome: (sentence: string) => void;
}

/** Runs every trial with every seed, `threads` at a time. */
export async function runTrials(options: TrialOptions): Promise<TrialResult[]> {
  const { program, threads, checkpoint, mediaFolder, folder, onOutcome } = options;
  const samplesFolder = join(folder, 'samples');
  for (const sample of samples) await ensureSample(join(samplesFolder, sample), mediaFolder);
  const results = trials.map(({ method, ...trial }) => ({
    ...trial,
    method: method.id,
    validation: new Array<number>(seeds.length).fill(0),
    test: new Array<number>(seeds.length).fill(0),
  }));
  const queue = trials.flatMap((trial, row) => seeds.map((seed, column) => ({ trial, seed, row, column })));
  const workOff = async () => {
    const worker = new Worker(program, { workerData: { kind: 'run trials', mediaFolder } satisfies TrialTask });
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { trial, seed, row, column } = next;
        const outcome = await ask<Outcome>(worker, experimentOf(trial, seed, checkpoint, samplesFolder));
        results[row].validation[column] = outcome.validation;
        results[row].test[column] = outcome.test;
        onOutcome(
          `${trial.sample}, ${trial.method.id} from ${trial.weights}, seed ${seed}: validation ` +
            `${(100 * outcome.validation).toFixed(1)} %, test ${(100 * outcome.test).toFixed(1)} %`,
        );
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, workOff));
  return results;
}
