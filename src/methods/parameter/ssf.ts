import type { Layer } from '../../backbones/parameter';
import type { Site, SiteFunction } from '../../backbones/sites';
import { layers } from '../hyperparameters';
import { layerFilter, onLayers } from '../layers';
import { defineMethod, type Trainable } from '../method';

const blockSites = ['norm1', 'q', 'k', 'v', 'output', 'norm2', 'fc1', 'fc2'] as const satisfies readonly Site[];

/**
 * SSF: y ← γ ⊙ y + β per channel, after each layer norm and linear layer of a block, after the patch embedding and
 * after the final norm (22 L D + 4 D values). It starts near the identity, not at it, as in the authors' code.
 */
export const ssf = defineMethod({
  id: 'ssf',
  title: 'SSF',
  group: 'parameter',
  subgroup: 'weight-and-bias',
  idea: 'Scale and shift the channels after each frozen operation, which can be merged into its weights afterwards.',
  citation: {
    title: 'Scaling & Shifting Your Features: A New Baseline for Efficient Model Tuning',
    authors: 'Lian et al.',
    year: 2022,
    arxiv: '2210.08823',
  },
  hyperparameters: {
    std: {
      kind: 'number',
      default: 0.02,
      minimum: 0,
      maximum: 1,
      help: 'Spread of the initial scales around 1 and shifts around 0; 0 starts at the unchanged backbone.',
    },
    layers,
  },
  parameters: ({ width, depth, mlpWidth }, { std, layers }) => {
    const actsOn = layerFilter(layers, depth);
    const pairs = (layer: Layer, names: readonly Site[]): readonly Trainable[] =>
      (actsOn(layer) ? names : []).flatMap(site => {
        const vector = { kind: 'added', layer, shape: [site === 'fc1' ? mlpWidth : width], decay: false } as const;
        return [
          { ...vector, name: `${site}.scale`, initialization: { kind: 'normal', mean: 1, std } },
          { ...vector, name: `${site}.shift`, initialization: { kind: 'normal', mean: 0, std } },
        ];
      });
    return [
      ...pairs('embedding', ['patch']),
      ...Array.from({ length: depth }, (_, block) => pairs(block, blockSites)).flat(),
      ...pairs('norm', ['norm']),
    ];
  },
  attach: ({ layers }, { depth }) => {
    const scaleAndShift = (site: Site): SiteFunction =>
      onLayers(layers, depth, (value, context) => {
        const { tf } = context;
        return tf.add(tf.mul(value, context.parameter(`${site}.scale`)), context.parameter(`${site}.shift`));
      });
    return {
      sites: Object.fromEntries((['patch', ...blockSites, 'norm'] as const).map(site => [site, scaleAndShift(site)])),
    };
  },
});
