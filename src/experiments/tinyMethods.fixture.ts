import { kaimingUniform, zeros } from '../backbones/parameter';
import { layers } from '../methods/hyperparameters';
import { selectedLayers } from '../methods/layers';
import { type Method, defineMethod } from '../methods/method';

const declaration = {
  group: 'prompt',
  subgroup: 'made up',
  idea: 'Stand in for a method in tests.',
  citation: { title: 'None', authors: 'None', year: 2024 },
} as const;

/** Adds tokens `[1, prompts, width]` to the embedding and to each block. */
export const tokens = defineMethod({
  ...declaration,
  id: 'tokens',
  title: 'Tokens',
  hyperparameters: {
    prompts: { kind: 'integer', default: 4, minimum: 1, maximum: 100, help: 'Number of tokens.' },
    dropout: { kind: 'number', default: 0, minimum: 0, maximum: 0.9, help: 'Share dropped.' },
    layers,
  },
  parameters: ({ width, depth }, { prompts, layers }) =>
    (['embedding', ...selectedLayers(layers, depth)] as const).map(layer => ({
      kind: 'added',
      layer,
      name: 'prompts',
      shape: [1, prompts, width],
      initialization: zeros,
      decay: false,
    })),
});

/** Adds a matrix `[rank, width]` beside each target of each block. */
export const lowRank = defineMethod({
  ...declaration,
  id: 'low-rank',
  title: 'Low rank',
  hyperparameters: {
    rank: { kind: 'integer', default: 2, minimum: 1, maximum: 64, help: 'Rank.' },
    targets: { kind: 'targets', default: ['q', 'v'], help: 'Linear layers.' },
    layers,
  },
  parameters: ({ width, depth }, { rank, targets, layers }) =>
    [...selectedLayers(layers, depth)].flatMap(layer =>
      targets.map(target => ({
        kind: 'added' as const,
        layer,
        name: `${target}.a`,
        shape: [rank, width],
        initialization: kaimingUniform(width),
        decay: true,
      })),
    ),
});

/** Unfreezes the biases of each block's first norm and the final norm. */
export const thaw = defineMethod({
  ...declaration,
  id: 'thaw',
  title: 'Thaw',
  hyperparameters: { layers },
  parameters: ({ depth }, { layers }) => [
    ...[...selectedLayers(layers, depth)].map(layer => ({
      kind: 'backbone' as const,
      name: `blocks.${layer}.norm1.bias`,
    })),
    { kind: 'backbone', name: 'norm.weight' },
  ],
});

/** Trains nothing but the head. */
export const probe = defineMethod({
  ...declaration,
  id: 'probe',
  title: 'Probe',
  hyperparameters: {},
  parameters: () => [],
});

/** A small catalogue that never changes. */
export const tinyMethods: readonly Method[] = [tokens, lowRank, thaw, probe];
