import * as z from 'zod';

const count = z.int().nonnegative();

/** The best epoch so far, by accuracy on the validation data. */
export const bestSchema = z.object({ epoch: count, accuracy: z.number() });
export type Best = z.infer<typeof bestSchema>;

/** `state.json`: where a run stands, written anew as it goes. */
export const runStateSchema = z.object({
  /** `queued`: waits for its turn, and no process works on it yet. */
  state: z.enum(['queued', 'preparing', 'running', 'paused', 'stopping', 'done', 'stopped', 'failed']),
  /** Process that trains, on the machine `host`; of a queued run, the process that queued it. */
  pid: z.int().positive(),
  host: z.string(),
  /** Epochs finished, of `epochs`. */
  epoch: count,
  epochs: count,
  /** Steps finished, of `steps`; 0 of 0 before the data is read. */
  step: count,
  steps: count,
  best: bestSchema.nullable(),
  /** Accuracy on the test images, once they were read. */
  test: z.number().nullable().default(null),
  /** Trained values without the head, and those of the head; null before they are counted. */
  trainable: count.nullable().default(null),
  head: count.nullable().default(null),
  /** When this was written. */
  updated: z.iso.datetime(),
});

export type RunState = z.infer<typeof runStateSchema>;

/** Whether a run in this state has a process that works on it, or should have. */
export function isUnderWay(state: RunState['state']): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused' || state === 'stopping';
}
