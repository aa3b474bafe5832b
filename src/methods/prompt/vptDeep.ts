import type { Tensor3D } from '@tensorflow/tfjs-core';
import { layers } from '../hyperparameters';
import { selectedLayers } from '../layers';
import { defineMethod } from '../method';
import { promptInitialization } from './promptInitialization';

/**
 * VPT-Deep: block i reads [CLS, Pᵢ, patches], prompts Pᵢ `[1, p, D]` of its own. What a block makes of its prompts is
 * dropped, so they act as keys and values alone. A block that is not selected has no prompts.
 */
export const vptDeep = defineMethod({
  id: 'vpt-deep',
  title: 'VPT-Deep',
  group: 'prompt',
  subgroup: 'vision-driven',
  idea: 'Give every frozen block a few learned tokens of its own to attend to.',
  citation: { title: 'Visual Prompt Tuning', authors: 'Jia et al.', year: 2022, arxiv: '2203.12119' },
  hyperparameters: {
    prompts: {
      kind: 'integer',
      default: 10,
      minimum: 1,
      maximum: 1000,
      help: 'Prompt tokens in each block; more can steer further and cost more attention.',
    },
    dropout: {
      kind: 'number',
      default: 0.1,
      minimum: 0,
      maximum: 0.9,
      help: 'Share of prompt values dropped while training, anew for each image; more regularises, 0 is fastest.',
    },
    layers,
  },
  parameters: (architecture, { prompts, layers }) =>
    [...selectedLayers(layers, architecture.depth)].map(layer => ({
      kind: 'added',
      layer,
      name: 'prompts',
      shape: [1, prompts, architecture.width],
      initialization: promptInitialization(architecture),
      decay: false,
    })),
  attach: ({ prompts, dropout, layers }, { depth, width }) => {
    const selected = selectedLayers(layers, depth);
    return {
      prompts: context => {
        const { tf, layer, batch } = context;
        if (typeof layer !== 'number' || !selected.has(layer)) {
          return undefined;
        }
        const shared: Tensor3D = tf.reshape(context.parameter('prompts'), [1, prompts, width]);
        if (dropout === 0) {
          return shared;
        }
        const perImage = tf.add<Tensor3D>(shared, tf.zeros([batch, prompts, width]));
        const dropped = context.dropout(perImage, dropout);
        // Dropout gives back its argument when not training: then one set of prompts serves the whole batch.
        return dropped === perImage ? shared : dropped;
      },
    };
  },
});
