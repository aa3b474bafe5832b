import type { RunOverview } from '../protocol/runOverview';
import { slugOf } from './runFolder';

/** The number of a run among those of its experiment, `#3`; null if its folder is not named after the experiment. */
export function runNumber({ id, experiment }: Pick<RunOverview, 'id' | 'experiment'>): string | null {
  const prefix = `${slugOf(experiment)}-`;
  const rest = id.slice(prefix.length);
  return id.startsWith(prefix) && /^\d+$/.test(rest) ? `#${rest}` : null;
}

/** What a run is called wherever it stands by itself: `digits-lora #3`, or the name of its folder. */
export function runTitle(run: Pick<RunOverview, 'id' | 'experiment'>): string {
  const number = runNumber(run);
  return number === null ? run.id : `${run.experiment} ${number}`;
}
