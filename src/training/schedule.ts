import type { Schedule } from '../protocol/training';

/** What a schedule needs to know of the training. */
export interface ScheduleContext {
  readonly peak: number;
  readonly epochs: number;
  readonly warmupEpochs: number;
  readonly stepsPerEpoch: number;
}

/**
 * The learning rate of a step, counted from 0. It rises linearly over the warm-up, whose last step has the peak, then
 * follows the schedule; cosine and linear reach 0 one step after the last.
 */
export function learningRateAt(schedule: Schedule, step: number, context: ScheduleContext): number {
  const { peak, epochs, warmupEpochs, stepsPerEpoch } = context;
  const warmup = Math.round(warmupEpochs * stepsPerEpoch);
  if (step < warmup) return (peak * (step + 1)) / warmup;
  const progress = (step - warmup) / Math.max(1, epochs * stepsPerEpoch - warmup);
  switch (schedule.name) {
    case 'constant':
      return peak;
    case 'linear':
      return peak * (1 - progress);
    case 'cosine':
      return (peak * (1 + Math.cos(Math.PI * progress))) / 2;
    case 'step':
      return peak * schedule.factor ** Math.floor(step / stepsPerEpoch / schedule.every);
  }
}
