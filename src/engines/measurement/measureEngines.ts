import * as z from 'zod';
import type { EngineStatus, MeasuredEngine, Measurement } from '../../protocol/engineReport';
import { type Installing, reasonOf } from '../installation/installing';
import { runTool } from '../installation/runTool';
import type { Program } from '../probing/program';
import { fingerprint } from './machine';

/** A small network at a usual resolution: what is the fastest for it has little to do with the method. */
const backbone = 'vit-tiny-patch16-224';
const method = { id: 'vpt-deep', prompts: 10 };
const batch = 4;
const steps = 3;

const benchSchema = z.object({
  imagesPerSecond: z.number(),
  millisecondsPerStep: z.number(),
  peakMemoryBytes: z.int(),
});

/** Each engine has this many turns, so that a machine that is busy for a while is so for all of them; its best counts. */
const rounds = 2;

/** Times training steps on each usable engine but the reference, in turn, each in a process of its own. */
export async function measureEngines(
  statuses: readonly EngineStatus[],
  program: Program,
  { signal, onProgress, environment }: Installing,
): Promise<Measurement> {
  const candidates = statuses.filter(({ id, usable }) => usable && id !== 'reference');
  const turns = Array.from({ length: rounds }, () => candidates).flat();
  const found = new Map<string, MeasuredEngine>();
  for (const [done, { id, title, version, devices }] of turns.entries()) {
    signal.throwIfAborted();
    onProgress({ event: 'progress', what: `Measuring ${title}`, done, total: turns.length, unit: 'steps' });
    const named = { engine: id, device: devices.join(', '), version: version ?? '' };
    const measured = await bench(id, program, { signal, environment }).then(
      (result): MeasuredEngine => ({ ...named, result, problem: null }),
      (error: unknown): MeasuredEngine => ({
        ...named,
        result: null,
        problem: `It could not be measured (${complaintOf(error)}).`,
      }),
    );
    signal.throwIfAborted();
    found.set(id, better(found.get(id), measured));
  }
  return {
    fingerprint: await fingerprint(),
    time: new Date().toISOString(),
    workload: `${backbone}, ${method.id} with ${method.prompts} prompts, ${batch} images per step`,
    engines: [...found.values()],
  };
}

/** What the command line said, without what it adds for a person at a terminal. */
const complaintOf = (error: unknown) =>
  reasonOf(error)
    .replace(/^Failed: /, '')
    .replace(/\.? \(--verbose .*$/, '');

const rateOf = (measured: MeasuredEngine | undefined) => measured?.result?.imagesPerSecond ?? 0;

const better = (before: MeasuredEngine | undefined, now: MeasuredEngine) =>
  before !== undefined && rateOf(before) >= rateOf(now) ? before : now;

async function bench(
  engine: string,
  program: Program,
  options: { readonly signal: AbortSignal; readonly environment: NodeJS.ProcessEnv },
) {
  const said = await runTool(
    program.command,
    [
      ...program.words,
      ...['bench', '--backbone', backbone, '--method', method.id, '--set', `prompts=${method.prompts}`],
      ...['--batch', String(batch), '--steps', String(steps), '--engine', engine, '--json'],
    ],
    options,
  );
  const { imagesPerSecond, millisecondsPerStep, peakMemoryBytes } = benchSchema.parse(JSON.parse(said));
  return { imagesPerSecond, millisecondsPerStep, peakMemoryBytes };
}
