import { isEmbedded } from '../protocol/embeddedBackbone';
import { InputError } from '../protocol/inputError';
import type { Architecture } from './architecture';
import { checkTensors } from './checkpoint/checkTensors';
import { chooseLayout } from './checkpoint/layouts';
import { fittingName, measure } from './checkpoint/measuredArchitecture';
import { openCheckpoint } from './checkpoint/openCheckpoint';
import { presentCheckpoint } from './hub/localCheckpoint';
import { type ResolvedBackbone, refineArchitecture } from './resolveBackbone';

/** The network that an experiment is expected to have, before its weights are read or fetched. */
export interface ExpectedBackbone extends ResolvedBackbone {
  /**
   * What the architecture follows from. `name`: the name alone, as there is no checkpoint of the person's own. `checkpoint`:
   * what the checkpoint says. `absent`, `unusable`: the name, as the checkpoint is not here yet, or can't be used.
   */
  readonly by: 'name' | 'checkpoint' | 'absent' | 'unusable';
  /** Why the checkpoint does not count, a sentence for people; null where it does, or there is none. */
  readonly problem: string | null;
  /** The name of another architecture that the checkpoint has the tensors of; null where there is none. */
  readonly fits: string | null;
}

/**
 * What `loadBackboneWeights` would make of an architecture and a checkpoint, from the headers of its files and the
 * configuration beside them. Reads no weights and asks no network. What is wrong with the checkpoint is part of the answer.
 * @param environment as `readHubSettings` reads it
 */
export async function expectBackbone(
  architecture: Architecture,
  checkpoint: string | null,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ExpectedBackbone> {
  const named = { architecture, notes: [], problem: null, fits: null } as const;
  let fits: string | null = null;
  if (checkpoint === null || isEmbedded(checkpoint)) return { ...named, by: 'name' };
  try {
    const present = await presentCheckpoint(checkpoint, environment);
    if (!present) {
      return { ...named, by: 'absent', problem: `${checkpoint} is not on this machine yet: the first run fetches it.` };
    }
    const file = await openCheckpoint(present.path);
    await file.close();
    const layout = chooseLayout(file);
    fits = fittingName(measure(layout, file.tensors), architecture);
    const refined = await refineArchitecture(architecture, present.path);
    checkTensors(file, layout, refined.architecture);
    const partial = `Of ${checkpoint}, files that explain the weights may be missing here: the first run fetches them.`;
    return {
      ...refined,
      notes: [...refined.notes, ...(present.complete ? [] : [partial])],
      by: 'checkpoint',
      problem: null,
      fits: null,
    };
  } catch (error) {
    if (error instanceof InputError) return { ...named, by: 'unusable', problem: error.message, fits };
    throw error;
  }
}
