import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type Architecture, featureWidth, gridSize } from '../architecture';
import { type ForwardContext, clsToken, normSite } from './context';

/** Whether the CLS token is all that is read of the last block. */
export function readsClsAlone({ pooling }: Architecture): boolean {
  return pooling === 'cls';
}

/**
 * The vector that a head gets: pooled, normalised, and projected where the architecture has a projection.
 * @param tokens of the last block, `[batch, tokens, D]`; `[batch, 1, D]` where the CLS token alone is read. Patches are
 *   the last of them, whatever tokens methods have put before.
 * @returns `[batch, featureWidth]`
 */
export function readOut(architecture: Architecture, context: ForwardContext, tokens: Tensor3D): Tensor2D {
  const { tf, weight } = context;
  const norm = (value: Tensor3D) => normSite(context, 'norm', value, 'norm', 'norm', architecture.normEpsilon);
  const pooled = pool(architecture, context, tokens, norm);
  const features = architecture.projection === null ? pooled : tf.linear(pooled, weight('projection.weight'));
  return tf.reshape(features, [-1, featureWidth(architecture)]);
}

function pool(
  architecture: Architecture,
  { tf }: ForwardContext,
  tokens: Tensor3D,
  norm: (value: Tensor3D) => Tensor3D,
): Tensor3D {
  const meanOfPatches = (value: Tensor3D): Tensor3D => {
    const [batch, count, width] = value.shape;
    const patches = gridSize(architecture) ** 2;
    return tf.mean(tf.slice(value, [0, count - patches, 0], [batch, patches, width]), 1, true);
  };
  switch (architecture.pooling) {
    case 'cls':
      return norm(tokens);
    case 'mean':
      return norm(meanOfPatches(tokens));
    case 'cls-mean': {
      const normalized = norm(tokens);
      return tf.concat([clsToken(tf, normalized), meanOfPatches(normalized)], 2);
    }
  }
}
