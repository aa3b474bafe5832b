import type { RunOverview } from '../../protocol/runOverview';
import { lastRecord } from '../../runs/journal';
import { runFolderAt } from '../../runs/runFolder';

/** Why a run failed. */
export interface RunFailure {
  /** In a sentence or several. */
  readonly message: string;
  /** Whether it would fail in the same way if it were resumed. */
  readonly diverged: boolean;
}

/** Why a run failed, as the last record of its journal says; null if it did not fail, or its journal can't be read. */
export async function failureOf({
  path,
  presence,
}: Pick<RunOverview, 'path' | 'presence'>): Promise<RunFailure | null> {
  if (presence !== 'failed') return null;
  const record = await lastRecord(runFolderAt(path).journal).catch(() => null);
  return record?.type === 'failed' ? { message: record.message, diverged: record.diverged ?? false } : null;
}
