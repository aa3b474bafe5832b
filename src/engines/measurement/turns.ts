import * as z from 'zod';

/**
 * What `engines turns` says, a JSON object per line: first that its engine is ready, then, for each line that it is given
 * with a number of milliseconds, what each of the steps that it made in about as many took: one of them at least.
 */
export const turnSchema = z.object({
  milliseconds: z.array(z.number().nonnegative()),
  /** Largest resident memory of the process so far. */
  peakMemoryBytes: z.int().nonnegative(),
});
export type Turn = z.infer<typeof turnSchema>;

/** Makes steps until so many milliseconds are over. */
export async function takeTurn(takeStep: () => Promise<void>, milliseconds: number): Promise<Turn> {
  const taken: number[] = [];
  const begin = performance.now();
  let last = begin;
  do {
    await takeStep();
    const now = performance.now();
    taken.push(now - last);
    last = now;
  } while (last - begin < milliseconds);
  return { milliseconds: taken, peakMemoryBytes: 1024 * process.resourceUsage().maxRSS };
}
