import { setTimeout } from 'node:timers/promises';
import { askCard, askProcesses } from './nvidiaSmi';

/** The largest memory that was seen on the card while a process ran. */
export interface DeviceMemory {
  readonly bytes: number;
  /**
   * `process`: what `nvidia-smi` says of it. `card`: how much more the whole card held than before, where its processes can't
   * be told apart, as in containers and on Windows.
   */
  readonly of: 'process' | 'card';
}

const interval = 200;

/** What the samples amount to; null if nothing of the process was ever seen. */
export function largest(before: number, samples: readonly { process: number | null; card: number }[]) {
  const own = samples.flatMap(({ process }) => process ?? []);
  if (own.length > 0) return { bytes: Math.max(...own), of: 'process' } as const;
  const more = Math.max(0, ...samples.map(({ card }) => card - before));
  return more > 0 ? ({ bytes: more, of: 'card' } as const) : null;
}

/** Looks at a card again and again until told to stop. Null where it can't be looked at. */
export async function watchMemory(card: string | null): Promise<(pid: number) => () => Promise<DeviceMemory | null>> {
  const before = card === null ? null : await usedOn(card);
  return pid => {
    const samples: { process: number | null; card: number }[] = [];
    const stop = new AbortController();
    const watching = (async () => {
      while (card !== null && before !== null && !stop.signal.aborted) {
        const [processes, used] = await Promise.all([askProcesses(card).catch(() => null), usedOn(card)]);
        if (used !== null) samples.push({ process: processes?.get(pid) ?? null, card: used });
        await setTimeout(interval, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    })();
    return async () => {
      stop.abort();
      await watching;
      return before === null ? null : largest(before, samples);
    };
  };
}

const usedOn = (card: string) =>
  askCard(card).then(
    ({ usedBytes }) => usedBytes,
    () => null,
  );
