import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Architecture } from '../architecture';
import { block } from './block';
import { type ForwardContext, clsToken } from './context';
import { embed } from './embedding';
import { readOut, readsClsAlone } from './readout';

export type { ForwardContext, ObservedAttention } from './context';

/**
 * Vision Transformer, pre-norm (Dosovitskiy et al., 2020), with what DINOv2, CLIP and MAE change of it: the
 * architecture's fields say which.
 *
 * Where the CLS token is all that is read, the last block computes queries, attention and MLP for it alone; prompts
 * enter blocks as extra keys and values. Both are exact.
 * @param images `[batch, 3, S, S]`, normalised.
 * @returns what a head reads, `[batch, featureWidth]`.
 */
export function vitForward(architecture: Architecture, context: ForwardContext, images: Tensor4D): Tensor2D {
  const { tf, within, sites, observe } = context;
  const { depth } = architecture;
  const readsCls = readsClsAlone(architecture);
  let tokens = within('embedding', () => embed(architecture, context, images));
  for (let layer = 0; layer < depth; layer++) {
    tokens = within(layer, () => {
      const input = sites.at('tokens', tokens, { layer, input: tokens, residual: tokens });
      return block(architecture, context, layer, input, layer === depth - 1 && readsCls && !observe);
    });
  }
  return within('norm', () => readOut(architecture, context, readsCls && observe ? clsToken(tf, tokens) : tokens));
}
