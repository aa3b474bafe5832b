import type { EngineProgress } from '../../protocol/engineReport';

/** What every part of an installation is given. */
export interface Installing {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EngineProgress) => void;
  readonly environment: NodeJS.ProcessEnv;
}

/** Tells what is being done, where nobody knows how long it takes. */
export function tell({ onProgress, signal }: Installing, what: string): void {
  signal.throwIfAborted();
  onProgress({ event: 'progress', what, done: null, total: null, unit: 'bytes' });
}

/** Tells how many bytes of a work are done. */
export const tellBytes =
  ({ onProgress }: Installing, what: string) =>
  (done: number, total: number): void =>
    onProgress({ event: 'progress', what, done, total, unit: 'bytes' });

/** The first line of what went wrong, without its full stop; of a broken connection, its cause. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0].replace(/[.\s]+$/, '');
}
