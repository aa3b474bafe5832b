import type { Preprocessing } from '../protocol/preprocessing';

export { architectureIds, findArchitecture } from './namedArchitectures';

/** Everything about a backbone but its weights. Pure data: it loads anywhere for nothing. */
export interface Architecture {
  /** As written in an experiment, for example `vit-tiny-patch16-224`. */
  readonly id: string;
  readonly family: 'vit';
  /** Width of a token, D. */
  readonly width: number;
  /** Number of blocks, L. */
  readonly depth: number;
  /** Attention heads, H. Head width is D / H. */
  readonly heads: number;
  /** Hidden width of the MLP, M: what fc1 gives and fc2 reads. */
  readonly mlpWidth: number;
  /** Side of a patch, in pixels. */
  readonly patchSize: number;
  /** Side of the input image, in pixels; a multiple of the patch size. */
  readonly imageSize: number;
  readonly normEpsilon: number;
  /** Between fc1 and fc2 of a plain MLP: x Φ(x) (Hendrycks and Gimpel, 2016), or CLIP's x σ(1.702 x). */
  readonly activation: 'gelu' | 'quick-gelu';
  /** `plain`: fc2(activation(fc1 x)). `swiglu`: fc2(SiLU(gate x) ⊙ fc1 x) (Shazeer, 2020), of any activation. */
  readonly mlp: 'plain' | 'swiglu';
  /** Whether each sub-layer's branch is scaled per channel before it is added (LayerScale; Touvron et al., 2021). */
  readonly layerScale: boolean;
  /** Learned tokens between CLS and the patches that nobody reads at the end (Darcet et al., 2023). */
  readonly registers: number;
  /** Whether a layer norm stands before the first block (CLIP's `ln_pre`). */
  readonly embeddingNorm: boolean;
  readonly patchBias: boolean;
  /**
   * What becomes of the last block's tokens. `cls`: the normalised CLS token. `mean`: the mean over patches, then
   * normalised. `cls-mean`: all normalised, then CLS and the mean over patches side by side, 2 D wide.
   */
  readonly pooling: 'cls' | 'mean' | 'cls-mean';
  /** Width of the linear projection behind the pooling (CLIP's shared space), without bias; null if there is none. */
  readonly projection: number | null;
  readonly preprocessing: Preprocessing;
}

/** Patches along one side of the image. */
export function gridSize(architecture: Architecture): number {
  return architecture.imageSize / architecture.patchSize;
}

/** Width of the vector that a head reads. */
export function featureWidth({ width, pooling, projection }: Architecture): number {
  return projection ?? (pooling === 'cls-mean' ? 2 * width : width);
}
