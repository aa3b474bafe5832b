import { layers } from '../hyperparameters';
import { onLayers, selectedLayers } from '../layers';
import { defineMethod } from '../method';
import { bottleneck, bottleneckParameters } from './bottleneck';

/** Pfeiffer adapter: m = MLP(LN(x)), then x ← x + m + A(m). One adapter per block, φ is GELU as in vision models. */
export const pfeiffer = defineMethod({
  id: 'pfeiffer',
  title: 'Pfeiffer adapter',
  group: 'adapter',
  subgroup: 'sequential',
  idea: 'Pass the output of each frozen MLP through a small trained bottleneck with a skip connection.',
  citation: {
    title: 'AdapterFusion: Non-Destructive Task Composition for Transfer Learning',
    authors: 'Pfeiffer et al.',
    year: 2020,
    arxiv: '2005.00247',
  },
  hyperparameters: {
    bottleneck: {
      kind: 'integer',
      default: 8,
      minimum: 1,
      maximum: 1024,
      help: 'Hidden width of each adapter; wider ones adapt further and have more parameters.',
    },
    layers,
  },
  parameters: ({ width, depth }, values) =>
    [...selectedLayers(values.layers, depth)].flatMap(layer =>
      bottleneckParameters(layer, width, values.bottleneck, { kind: 'truncated-normal', std: 0.01 }),
    ),
  attach: ({ layers }, { depth }) => ({
    sites: {
      mlp: onLayers(layers, depth, (value, context) =>
        context.tf.add(
          value,
          bottleneck(context, value, hidden => context.tf.gelu(hidden)),
        ),
      ),
    },
  }),
});
