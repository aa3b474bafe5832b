import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
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
