import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Operations } from '../../graph/operations';
import type { Layer } from '../parameter';
import type { Site, SiteRunner } from '../sites';

/** What a forward pass is given. */
export interface ForwardContext {
  readonly tf: Operations;
  /** The backbone's tensor of that name, frozen or trainable. */
  weight(name: string): Tensor;
  /** Everything computed by `code` belongs to this layer. */
  within<T>(layer: Layer, code: () => T): T;
  readonly sites: SiteRunner;
  /** Told of each block's attention; the last block then computes it for all tokens, whatever is read of them. */
  readonly observe?: (attention: ObservedAttention) => void;
}

/** What an observer sees of a block's attention; d is the width of a head. The weights are softmax(q kᵀ / √d). */
export interface ObservedAttention {
  readonly layer: number;
  /** Tokens into the block, `[batch, tokens, D]`: CLS first, patches last. */
  readonly tokens: Tensor3D;
  /** `[batch, heads, tokens, d]` */
  readonly query: Tensor4D;
  /** `[batch, heads, prompts + tokens, d]` */
  readonly key: Tensor4D;
  /** The block's own prompts, whose keys come first; null if it has none. */
  readonly prompts: {
    /** `[1 or batch, prompts, D]` */
    readonly tokens: Tensor3D;
    /** What they would ask if they were tokens, `[1 or batch, heads, prompts, d]`. */
    readonly query: Tensor4D;
  } | null;
}

/** A layer norm and the site behind it. `input` `[batch, tokens, D]`: as many tokens as are read afterwards. */
export function normSite(
  { tf, weight, sites }: ForwardContext,
  name: string,
  input: Tensor3D,
  layer: Layer,
  site: Site,
  epsilon: number,
): Tensor3D {
  const normalized = tf.layerNorm(input, weight(`${name}.weight`), weight(`${name}.bias`), epsilon);
  return sites.at(site, normalized, { layer, input, residual: input });
}

/** The CLS token alone, `[batch, 1, D]`. */
export function clsToken(tf: Operations, tokens: Tensor3D): Tensor3D {
  return tf.slice(tokens, [0, 0, 0], [tokens.shape[0], 1, tokens.shape[2]]);
}
