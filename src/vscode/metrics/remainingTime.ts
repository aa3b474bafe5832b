import { median } from '../../training/median';
import type { RunHistory } from './runHistory';

/** Steps and epochs that the forecast looks back on: enough for a median, few enough to follow a change. */
const recentSteps = 50;
const recentEpochs = 5;

/**
 * Seconds until a run's last epoch is validated, from what its last steps and validations took. Medians, so that one step
 * that waited for something says nothing. Null before there is anything to go by.
 */
export function remainingSeconds({
  started,
  step,
  seconds,
  epochs,
}: Pick<RunHistory, 'started' | 'step' | 'seconds' | 'epochs'>): number | null {
  const done = step.values.at(-1);
  if (started === null || done === undefined) return null;
  const perStep = median([...seconds.values.subarray(-recentSteps)].filter(Number.isFinite));
  if (Number.isNaN(perStep)) return null;
  const recent = epochs.slice(-recentEpochs).map(({ afterSteps }) => afterSteps);
  const perValidation = recent.length > 0 ? median(recent) : 0;
  const stepsLeft = Math.max(0, started.steps - done);
  const epochsLeft = Math.max(0, started.epochs - (epochs.at(-1)?.epoch ?? 0));
  return stepsLeft * perStep + epochsLeft * perValidation;
}
