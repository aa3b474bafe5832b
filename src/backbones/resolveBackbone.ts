import { InputError } from '../protocol/inputError';
import { type Architecture, findArchitecture } from './architecture';
import { type CheckpointConfig, readConfig } from './checkpoint/config/readConfig';
import type { StatedConfig } from './checkpoint/config/statedConfig';
import { chooseLayout } from './checkpoint/layouts';
import { lookalike, measure } from './checkpoint/measuredArchitecture';
import { openCheckpoint } from './checkpoint/openCheckpoint';

/** An architecture made exact by the checkpoint that it is used with. */
export interface ResolvedBackbone {
  readonly architecture: Architecture;
  /** Sentences for people: what was taken from where, and what had to be assumed. */
  readonly notes: readonly string[];
}

/**
 * The architecture of a name, with what the checkpoint's tensors and the files beside it say of it: norm epsilon,
 * activation, pooling, projection and preprocessing. Without a checkpoint, and where those files say nothing, they are
 * the architecture's own. Loads no weights.
 * @param checkpoint a safetensors file, the index of several, or a folder with either; null for fresh weights
 * @throws {InputError} if there is no such architecture, if the checkpoint can't be read, or if it was made with another
 *   architecture
 */
export async function resolveBackbone(id: string, checkpoint: string | null): Promise<ResolvedBackbone> {
  const architecture = findArchitecture(id);
  return checkpoint === null ? { architecture, notes: [] } : refineArchitecture(architecture, checkpoint);
}

/** `resolveBackbone` for an architecture that is known already. */
export async function refineArchitecture(architecture: Architecture, checkpoint: string): Promise<ResolvedBackbone> {
  const file = await openCheckpoint(checkpoint);
  await file.close();
  const layout = chooseLayout(file);
  const measured = measure(layout, file.tensors);
  const named: Architecture = {
    ...architecture,
    ...layout.implied,
    projection: architecture.projection === null ? null : measured.projection,
  };
  const config = await readConfig(file.path, layout.id);
  if (config.network) checkFacts(config.network, named, lookalike(measured, named));
  return {
    architecture: {
      ...named,
      ...config.network?.refinements,
      preprocessing: { ...named.preprocessing, ...config.images?.preprocessing },
    },
    notes: layout.id === 'visual-tuning' ? [] : notesOn(file.path, config, architecture, measured.projection),
  };
}

function checkFacts({ path, facts }: StatedConfig, architecture: Architecture, similar: string): void {
  for (const { said, field, value } of facts) {
    if (architecture[field] === value) continue;
    throw new InputError(
      `${path}: by ${said}, ${words[field]} ${String(value)}, but backbone ${architecture.id} has ` +
        `${String(architecture[field])}${similar}: choose the architecture that the checkpoint was made with.`,
    );
  }
}

const words: Readonly<Record<StatedConfig['facts'][number]['field'], string>> = {
  width: 'the width is',
  depth: 'the number of blocks is',
  heads: 'the number of attention heads is',
  mlpWidth: "the MLP's width is",
  mlp: 'the kind of MLP is',
  patchSize: 'the side of a patch is',
  registers: 'the number of registers is',
  pooling: 'the pooling is',
};

function notesOn(
  path: string,
  { network, images }: CheckpointConfig,
  named: Architecture,
  projection: number | null,
): readonly string[] {
  const notes = [...(network?.notes ?? []), ...(images?.notes ?? [])];
  if (named.projection !== null && projection === null) {
    notes.push(`${path} has no projection, so the features are those before it.`);
  }
  if (!images) notes.push(`Nothing beside ${path} says how images are treated: it is done as for ${named.id}.`);
  if (named.activation === 'quick-gelu' && network?.refinements.activation === undefined) {
    notes.push(`Nothing beside ${path} says which GELU it has: x σ(1.702 x) is used, as in OpenAI's CLIP.`);
  }
  return notes;
}
