import type { Architecture } from '../../backbones/architecture';
import { kaimingUniform, zeros } from '../../backbones/parameter';
import { type LinearTarget, linearTargets, type SiteFunction } from '../../backbones/sites';
import { layers } from '../hyperparameters';
import { onLayers, selectedLayers } from '../layers';
import { defineMethod } from '../method';

/** LoRA: y = W u + b + (α / r) B (A dropout(u)) at each target, A `[r, in]`, B `[out, r]`. */
export const lora = defineMethod({
  id: 'lora',
  title: 'LoRA',
  group: 'parameter',
  subgroup: 'weight',
  idea: 'Learn a low-rank change of chosen weight matrices, which can be merged into them afterwards.',
  citation: {
    title: 'LoRA: Low-Rank Adaptation of Large Language Models',
    authors: 'Hu et al.',
    year: 2021,
    arxiv: '2106.09685',
  },
  hyperparameters: {
    rank: {
      kind: 'integer',
      default: 8,
      minimum: 1,
      maximum: 1024,
      help: 'Rank of each change; higher ranks adapt further and have more parameters.',
    },
    alpha: {
      kind: 'number',
      default: 8,
      minimum: 0.001,
      maximum: 1024,
      help: 'The change is scaled by alpha / rank; larger values move the weights further per step.',
    },
    targets: { kind: 'targets', default: ['q', 'v'], help: 'Linear layers changed: any of q, k, v, output, fc1, fc2.' },
    dropout: {
      kind: 'number',
      default: 0,
      minimum: 0,
      maximum: 0.9,
      help: 'Share of the input values of each change dropped while training; more regularises.',
    },
    layers,
  },
  parameters: (architecture, { rank, targets, layers }) =>
    [...selectedLayers(layers, architecture.depth)].flatMap(layer =>
      distinct(targets).flatMap(target => {
        const { inputs, outputs } = linearShape(architecture, target);
        const matrix = { kind: 'added', layer, decay: true } as const;
        return [
          { ...matrix, name: `${target}.a`, shape: [rank, inputs], initialization: kaimingUniform(inputs) },
          { ...matrix, name: `${target}.b`, shape: [outputs, rank], initialization: zeros },
        ];
      }),
    ),
  attach: ({ rank, alpha, targets, dropout, layers }, { depth }) => {
    const change = (target: LinearTarget): SiteFunction =>
      onLayers(layers, depth, (value, context) => {
        const { tf, input } = context;
        const reduced = tf.linear(context.dropout(input, dropout), context.parameter(`${target}.a`));
        // Scaled while it is r wide: the same number as scaling the result, for less work.
        return tf.add(value, tf.linear(tf.mul(reduced, alpha / rank), context.parameter(`${target}.b`)));
      });
    return { sites: Object.fromEntries(distinct(targets).map(target => [target, change(target)])) };
  },
});

/** Each target once, in the order of the forward pass. */
function distinct(targets: readonly LinearTarget[]): readonly LinearTarget[] {
  return linearTargets.filter(target => targets.includes(target));
}

function linearShape({ width, mlpWidth }: Architecture, target: LinearTarget): { inputs: number; outputs: number } {
  return { inputs: target === 'fc2' ? mlpWidth : width, outputs: target === 'fc1' ? mlpWidth : width };
}
