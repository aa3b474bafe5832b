import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { ObservedAttention } from '../../backbones/vit/forward';
import type { Operations } from '../../graph/operations';
import type { TokenLayout } from '../attention/tokenLayout';

/**
 * The prompts of a block as they are when they enter it, its own before those that are carried;
 * `[1 or batch, prompts, D]`, undefined if there are none.
 */
export function promptTokens(
  tf: Operations,
  { tokens, prompts }: ObservedAttention,
  { carried }: Pick<TokenLayout, 'carried'>,
): Tensor3D | undefined {
  const own = prompts?.tokens;
  if (carried === 0) return own;
  const [batch, , width] = tokens.shape;
  const behindCls: Tensor3D = tf.slice(tokens, [0, 1, 0], [batch, carried, width]);
  if (!own) return behindCls;
  return tf.concat([tf.add<Tensor3D>(own, tf.zeros([batch, own.shape[1], width])), behindCls], 1);
}

/** Rows of length one, `[batch, rows, D]`. */
export function unitRows(tf: Operations, rows: Tensor3D): Tensor3D {
  const squares = tf.sum(tf.square(rows), -1, true);
  return tf.mul(rows, tf.rsqrt(tf.maximum(squares, 1e-24)));
}
