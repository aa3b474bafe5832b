import type { Forecast } from '../../protocol/inspection';
import type { RunPresence } from '../../protocol/runOverview';
import type { RunStore } from '../../runs/runStore';

/** A run that waits or is paused leaves the machine to others. */
const training: readonly RunPresence[] = ['preparing', 'running', 'stopping'];

/** The runs that train while a forecast is made, which make the machine slower than it will be. */
export class RunsBeside {
  private slowed: Forecast | undefined;
  private readonly subscription: { dispose(): void };

  /** @param atRest called with a forecast that runs slowed, once none trains any more */
  constructor(
    private readonly runs: Pick<RunStore, 'runs' | 'onDidChange'>,
    private readonly atRest: (slowed: Forecast) => void,
  ) {
    this.subscription = runs.onDidChange(() => this.look());
  }

  /** How many train now. */
  get count(): number {
    return this.runs.runs.filter(({ presence }) => training.includes(presence)).length;
  }

  /** @param forecast the last that was made; undefined while there is none */
  heard(forecast: Forecast | undefined): void {
    this.slowed = forecast && forecast.besideRuns > 0 ? forecast : undefined;
    this.look();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(): void {
    const { slowed } = this;
    if (!slowed || this.count > 0) return;
    this.slowed = undefined;
    this.atRest(slowed);
  }
}
