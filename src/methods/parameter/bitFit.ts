import { vitParameters } from '../../backbones/vit/parameters';
import { layers } from '../hyperparameters';
import { layerFilter } from '../layers';
import { defineMethod } from '../method';

/** BitFit: every bias is trained, those of the layer norms and of the patch embedding included (11 L D + 2 D values). */
export const bitFit = defineMethod({
  id: 'bitfit',
  title: 'BitFit',
  group: 'parameter',
  subgroup: 'bias',
  idea: 'Train the bias terms that the backbone already has, and nothing else of it.',
  citation: {
    title: 'BitFit: Simple Parameter-efficient Fine-tuning for Transformer-based Masked Language-models',
    authors: 'Ben Zaken et al.',
    year: 2021,
    arxiv: '2106.10199',
  },
  hyperparameters: { layers },
  parameters: (architecture, values) => {
    const actsOn = layerFilter(values.layers, architecture.depth);
    return vitParameters(architecture)
      .filter(({ name, layer }) => name.endsWith('.bias') && actsOn(layer))
      .map(({ name }) => ({ kind: 'backbone', name }));
  },
});
