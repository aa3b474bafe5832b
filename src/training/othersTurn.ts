import { setImmediate } from 'node:timers/promises';

/** Milliseconds for which others in the process can wait without a person noticing. */
const patience = 10;
let last = performance.now();

/** Lets others in this process have their turn, if they had none for a while: a step or an evaluation may take long. */
export async function othersTurn(): Promise<void> {
  if (performance.now() - last < patience) return;
  await setImmediate();
  last = performance.now();
}
