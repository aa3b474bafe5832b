/** A run that waits for its turn. */
export interface QueuedRun {
  readonly run: string;
  /** When it was queued, in milliseconds since 1970. */
  readonly since: number;
}

/** The runs whose turn it is, earliest first, where `underWay` of `parallel` places are taken. */
export function runsToLaunch(queued: Iterable<QueuedRun>, underWay: number, parallel: number): string[] {
  const free = Math.max(0, Math.max(1, parallel) - underWay);
  return [...queued]
    .sort((a, b) => a.since - b.since || a.run.localeCompare(b.run, 'en', { numeric: true }))
    .slice(0, free)
    .map(({ run }) => run);
}
