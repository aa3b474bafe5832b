import * as z from 'zod';
import { reasonOf } from '../installation/installing';
import { runTool } from '../installation/runTool';
import type { EngineId } from '../../protocol/engineReport';
import { type Probe, probeSchema } from './probe';
import type { Program } from './program';

/** What `engines probe --json` prints. */
export const probeAnswerSchema = z.union([probeSchema, z.object({ problem: z.string() })]);

/** Loading an engine's library takes seconds at most, even from a slow disk. */
const patience = 120_000;

export interface ProbeOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Has it also compute a training step and compare that with the reference's. */
  readonly thorough?: boolean;
}

/**
 * Asks an engine what it is in a process of its own, which a broken library may end.
 * @throws {Error} why it can't be used, without a full stop
 */
export async function childProbe(
  id: EngineId,
  program: Program,
  { environment = process.env, thorough = false }: ProbeOptions = {},
): Promise<Probe> {
  const signal = AbortSignal.timeout(patience);
  const flags = ['--json', ...(thorough ? ['--thorough'] : [])];
  const said = await runTool(program.command, [...program.words, 'engines', 'probe', id, ...flags], {
    signal,
    environment,
  }).catch((error: unknown) => {
    const why = signal.aborted ? `its library was not loaded in ${patience / 1000} seconds` : reasonOf(error);
    throw new Error(why, { cause: error });
  });
  const answer = probeAnswerSchema.parse(JSON.parse(said));
  if ('problem' in answer) throw new Error(answer.problem);
  return answer;
}
