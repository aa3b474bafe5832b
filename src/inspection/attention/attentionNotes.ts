import type { Architecture } from '../../backbones/architecture';
import type { MethodSelection } from '../../methods/instances';
import type { TokenLayout } from './tokenLayout';

const share = (value: number) => `${(100 * value).toFixed(1)} %`;

/** A sentence that limits what a map may be taken for. */
export interface AttentionNote {
  /** The map that it is about. */
  readonly about: 'prompts to patches' | 'rollout' | 'every map';
  readonly sentence: string;
}

/** What limits the maps of a model. @param toRegisters share of the class token's attention, 0 to 1 */
export function attentionNotes(
  { pooling }: Architecture,
  selections: readonly MethodSelection[],
  { own, carried, registers }: TokenLayout,
  toRegisters: number,
): AttentionNote[] {
  const notes: AttentionNote[] = [];
  const note = (about: AttentionNote['about'], sentence: string) => void notes.push({ about, sentence });
  const hasOwn = own.some(count => count > 0);
  if (hasOwn) {
    note(
      'prompts to patches',
      'Prompt → patches: the prompts of a layer act as keys and values alone and ask nothing; the map is what they would ' +
        'read, softmax(q(P) Kᵀ / √d) over all keys.',
    );
  }
  if (hasOwn && carried > 0) {
    note('every map', `The last ${carried} prompts of each layer are the same ones, carried from layer to layer.`);
  }
  const adapters = selections.flatMap(({ method }) => (method.group === 'adapter' ? [method.title] : []));
  if (adapters.length > 0) {
    note(
      'rollout',
      `Rollout follows attention and residual connections alone: what ${adapters.join(' and ')} adds is not in it.`,
    );
  }
  if (registers > 0) {
    const tokens = registers === 1 ? 'One register token takes' : `${registers} register tokens take`;
    note(
      'every map',
      `${tokens} ${share(toRegisters)} of the class token's attention (mean of all layers and heads) and have no place in the image.`,
    );
  }
  if (pooling === 'mean') {
    note(
      'every map',
      'The head of this backbone reads the mean of the patches, not the class token that these maps are of.',
    );
  }
  if (pooling === 'cls-mean') {
    note(
      'every map',
      'The head of this backbone reads the mean of the patches beside the class token that these maps are of.',
    );
  }
  return notes;
}
