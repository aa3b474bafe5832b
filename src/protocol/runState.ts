import * as z from 'zod';

const count = z.int().nonnegative();

/** The best epoch so far, by accuracy on the validation data. */
export const bestSchema = z.object({ epoch: count, accuracy: z.number() });
export type Best = z.infer<typeof bestSchema>;

/** `state.json`: where a run stands, written anew as it goes. */
export const runStateSchema = z.object({
  state: z.enum(['preparing', 'running', 'stopping', 'done', 'stopped', 'failed']),
  /** Process that trains, on the machine `host`. */
  pid: z.int().positive(),
  host: z.string(),
  /** Epochs finished, of `epochs`. */
  epoch: count,
  epochs: count,
  /** Steps finished, of `steps`. */
  step: count,
  steps: count,
  best: bestSchema.nullable(),
  /** When this was written. */
  updated: z.iso.datetime(),
});

export type RunState = z.infer<typeof runStateSchema>;

/** Whether a run in this state has a process that works on it, or should have. */
export function isUnderWay(state: RunState['state']): boolean {
  return state === 'preparing' || state === 'running' || state === 'stopping';
}
