import type { RunOverview } from '../../protocol/runOverview';

type Reached = Pick<RunOverview, 'path' | 'presence' | 'step' | 'steps' | 'updated'>;

interface Sight {
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** The pace is that of the last so many milliseconds. */
const lookBack = 30_000;

/** Tells how long runs will take, from how far they came while they were watched. */
export class RunPace {
  private readonly sights = new Map<string, readonly Sight[]>();

  /** Looks at a run. A pause, or being taken up again, begins anew. */
  observe({ path, presence, step, updated }: Reached): void {
    if (presence !== 'running' || updated === null) {
      this.sights.delete(path);
      return;
    }
    const earlier = this.sights.get(path) ?? [];
    const last = earlier.at(-1);
    if (last && last.step === step) return;
    const isBack = last !== undefined && step < last.step;
    const kept = isBack ? [] : earlier.filter(({ time }) => time > updated - lookBack);
    this.sights.set(path, [...kept, { step, time: updated }]);
  }

  forget(path: string): void {
    this.sights.delete(path);
  }

  /** Seconds until the last step of a run; null before there is anything to go by. */
  remaining({ path, steps }: Reached): number | null {
    const sights = this.sights.get(path) ?? [];
    const [first, last] = [sights.at(0), sights.at(-1)];
    if (!first || !last || last.time <= first.time) return null;
    const millisecondsPerStep = (last.time - first.time) / (last.step - first.step);
    return (Math.max(0, steps - last.step) * millisecondsPerStep) / 1000;
  }
}

/** A duration as `0:41`, `12:05` or `3:04:05`. */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = twoDigits(whole % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`;
}
