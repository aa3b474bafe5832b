import type * as z from 'zod';
import { trainerNotifications } from '../protocol/trainerWire';
import { readJournal } from '../runs/journal';
import type { RunFolder } from '../runs/runFolder';
import { tell } from '../wire/wire';
import { type Paced, atMostEvery } from './atMostEvery';
import type { TrainerServer } from './trainerServer';

const milliseconds = 100;

/** Tells the hosts how long the journal has become, ten times a second at most. */
export async function reportGrowth(
  { journal }: Pick<RunFolder, 'journal'>,
  server: TrainerServer,
): Promise<{ grow(): void; flush(): void }> {
  const { records: earlier } = await readJournal(journal).catch(() => ({ records: [] }));
  let records = earlier.at(-1)?.n ?? 0;
  const { offer, flush } = atMostEvery<number>(milliseconds, length => {
    server.broadcast(host => tell(host, trainerNotifications.grew, { records: length }));
  });
  return { grow: () => offer(++records), flush };
}

/** Tells the hosts how far the preparation is, ten times a second at most. */
export function reportPreparing(server: TrainerServer): Paced<z.infer<typeof trainerNotifications.preparing.params>> {
  return atMostEvery(milliseconds, state => {
    server.broadcast(host => tell(host, trainerNotifications.preparing, state));
  });
}
