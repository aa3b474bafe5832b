import type { Tensor3D } from '@tensorflow/tfjs-core';
import { defineMethod } from '../method';
import { promptInitialization } from './promptInitialization';

/**
 * VPT-Shallow: X₀ = [CLS, P, patches], prompts P `[1, p, D]` without positions. They are transformed by every block
 * like any other token.
 */
export const vptShallow = defineMethod({
  id: 'vpt-shallow',
  title: 'VPT-Shallow',
  group: 'prompt',
  subgroup: 'vision-driven',
  idea: 'Put a few learned tokens before the patches, once, and let the frozen blocks carry them along.',
  citation: { title: 'Visual Prompt Tuning', authors: 'Jia et al.', year: 2022, arxiv: '2203.12119' },
  hyperparameters: {
    prompts: {
      kind: 'integer',
      default: 10,
      minimum: 1,
      maximum: 1000,
      help: 'Prompt tokens; more can steer further, and each lengthens the sequence in every block.',
    },
    dropout: {
      kind: 'number',
      default: 0,
      minimum: 0,
      maximum: 0.9,
      help: 'Share of prompt values dropped while training, anew for each image; more regularises.',
    },
  },
  parameters: (architecture, { prompts }) => [
    {
      kind: 'added',
      layer: 0,
      name: 'prompts',
      shape: [1, prompts, architecture.width],
      initialization: promptInitialization(architecture),
      decay: false,
    },
  ],
  attach: ({ prompts, dropout }) => ({
    sites: {
      tokens: (value, context) => {
        if (context.layer !== 0) {
          return value;
        }
        const { tf } = context;
        const [batch, tokens, width] = value.shape;
        const cls = tf.slice(value, [0, 0, 0], [batch, 1, width]);
        const patches = tf.slice(value, [0, 1, 0], [batch, tokens - 1, width]);
        // Zeros are added instead of tiling because the gradient of a tile is one operation per copy.
        const perImage = tf.add<Tensor3D>(context.parameter('prompts'), tf.zeros([batch, prompts, width]));
        return tf.concat([cls, context.dropout(perImage, dropout), patches], 1);
      },
    },
  }),
});
