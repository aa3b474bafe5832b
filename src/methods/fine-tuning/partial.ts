import { vitParameters } from '../../backbones/vit/parameters';
import { InputError } from '../../protocol/inputError';
import { defineMethod } from '../method';

/**
 * Partial-k: the last k blocks and the final norm are trained. Nothing before block L − k needs a gradient.
 * Its `parameters` throw an `InputError` if the backbone has fewer than k blocks.
 */
export const partial = defineMethod({
  id: 'partial',
  title: 'Partial-k',
  group: 'fine-tuning',
  subgroup: 'partial',
  idea: 'Train the last k blocks and the final norm, whose features are the most specific to the task.',
  citation: {
    title: 'How transferable are features in deep neural networks?',
    authors: 'Yosinski et al.',
    year: 2014,
    arxiv: '1411.1792',
  },
  hyperparameters: {
    blocks: {
      kind: 'integer',
      default: 1,
      minimum: 1,
      maximum: 48,
      help: 'Blocks trained, counted from the last; more adapt further and cost more memory and time.',
    },
  },
  parameters: (architecture, { blocks }) => {
    const { id, depth } = architecture;
    if (blocks > depth) {
      throw new InputError(`blocks is ${blocks}, but backbone ${id} has ${depth} blocks: use 1 to ${depth}.`);
    }
    return vitParameters(architecture)
      .filter(({ layer }) => layer === 'norm' || (typeof layer === 'number' && layer >= depth - blocks))
      .map(({ name }) => ({ kind: 'backbone', name }));
  },
});
