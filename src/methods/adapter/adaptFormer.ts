import { kaimingUniform } from '../../backbones/parameter';
import { layers } from '../hyperparameters';
import { onLayers, selectedLayers } from '../layers';
import { defineMethod } from '../method';
import { bottleneck, bottleneckParameters } from './bottleneck';

/**
 * AdaptFormer: x ← x' + MLP(LN(x')) + s A(x'). The adapter A runs beside the MLP and reads the residual stream x' as
 * it is, not normalised; φ is ReLU followed by dropout.
 */
export const adaptFormer = defineMethod({
  id: 'adaptformer',
  title: 'AdaptFormer',
  group: 'adapter',
  subgroup: 'parallel',
  idea: 'Add a small trained bottleneck beside each frozen MLP, scaled down so that it starts gently.',
  citation: {
    title: 'AdaptFormer: Adapting Vision Transformers for Scalable Visual Recognition',
    authors: 'Chen et al.',
    year: 2022,
    arxiv: '2205.13535',
  },
  hyperparameters: {
    bottleneck: {
      kind: 'integer',
      default: 64,
      minimum: 1,
      maximum: 1024,
      help: 'Hidden width of each adapter; wider ones adapt further and have more parameters.',
    },
    scale: {
      kind: 'number',
      default: 0.1,
      minimum: 0.001,
      maximum: 100,
      help: 'Factor on the output of each adapter; larger values let it move the features further.',
    },
    dropout: {
      kind: 'number',
      default: 0.1,
      minimum: 0,
      maximum: 0.9,
      help: 'Share of hidden values dropped while training; more regularises.',
    },
    layers,
  },
  parameters: ({ width, depth }, values) =>
    [...selectedLayers(values.layers, depth)].flatMap(layer =>
      bottleneckParameters(layer, width, values.bottleneck, kaimingUniform(width)),
    ),
  attach: ({ scale, dropout, layers }, { depth }) => ({
    sites: {
      mlp: onLayers(layers, depth, (value, context) => {
        const { tf, residual } = context;
        const adapted = bottleneck(context, residual, hidden => context.dropout(tf.relu(hidden), dropout));
        return tf.add(value, tf.mul(adapted, scale));
      }),
    },
  }),
});
