import * as z from 'zod';

/** `exit.json`: how a training process ended, written by whoever started it and saw it end. */
export const runExitSchema = z.object({
  pid: z.int().positive(),
  /** null if a signal ended it. */
  code: z.int().nullable(),
  /** For example `SIGKILL`. */
  signal: z.string().nullable(),
  time: z.iso.datetime(),
});

export type RunExit = z.infer<typeof runExitSchema>;
