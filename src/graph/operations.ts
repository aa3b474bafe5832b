import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/**
 * The operation namespace that backbones and methods receive as `tf`: TensorFlow.js's own operations, and ours, each of
 * which an engine may run as one kernel.
 */
export interface Operations extends Omit<typeof tfjs, 'layerNorm' | 'gelu' | 'attention' | 'linear'> {
  /**
   * `x Wᵀ + b` over the last axis. x `[…, in]`, weight `[out, in]` as in PyTorch, bias `[out]`; gives `[…, out]`.
   */
  linear<T extends Tensor>(x: T, weight: Tensor, bias?: Tensor): T;
  /** Layer norm over the last axis, γ and β `[width]` (Ba et al., 2016). */
  layerNorm<T extends Tensor>(x: T, gamma: Tensor, beta: Tensor, epsilon: number): T;
  /** x Φ(x) with the exact Gaussian distribution function, not the tanh approximation (Hendrycks and Gimpel, 2016). */
  gelu<T extends Tensor>(x: T): T;
  /**
   * softmax(q kᵀ / √d) v for each head. q `[batch, heads, queries, d]`, k and v `[batch, heads, keys, d]`; gives
   * `[batch, heads, queries, d]` (Vaswani et al., 2017).
   */
  attention(q: Tensor4D, k: Tensor4D, v: Tensor4D): Tensor4D;
}
