/** What a training process ends with, beside 1 for what nobody foresaw. */
export const exitStatus = {
  /** The run is done. */
  done: 0,
  failed: 1,
  /** Bad input: its sentence stands in the journal. */
  badInput: 2,
  /** Another process has the run, or it doesn't wait for one any more; nothing was touched. */
  taken: 3,
  /** Stopped when asked to, with a checkpoint. */
  stopped: 130,
} as const;
