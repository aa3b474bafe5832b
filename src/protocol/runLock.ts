import * as z from 'zod';

/** `lock` in a run folder: the process that alone may write to the run. */
export const runLockSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process started, as the system tells it, so that a pid used again is not taken for it; null if it can't be told. */
  started: z.string().nullable(),
  /** Makes each lock another. */
  nonce: z.string().min(16),
});

export type RunLockRecord = z.infer<typeof runLockSchema>;
