import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Operations } from '../graph/operations';
import type { Layer } from './parameter';

/** The linear layers of a block that a method may name as `targets`. */
export const linearTargets = ['q', 'k', 'v', 'output', 'fc1', 'fc2'] as const;
export type LinearTarget = (typeof linearTargets)[number];

/**
 * The places in a forward pass where a method may act. Values are `[batch, tokens, channels]`.
 *
 * `patch` patches after the linear embedding, before positions · `tokens` tokens into a block ·
 * `norm1`, `norm2` after the block's layer norms · `q` … `fc2` after that linear layer (bias included) ·
 * `attention`, `mlp` the whole sub-layer's branch, LayerScale included, before it is added to the residual stream ·
 * `block` the finished block · `norm` after the final layer norm, before any projection: the tokens that are read, or
 * where patches are averaged first, their mean as one token.
 */
export const sites = [
  'patch',
  'tokens',
  'norm1',
  ...linearTargets,
  'attention',
  'norm2',
  'mlp',
  'block',
  'norm',
] as const;
export type Site = (typeof sites)[number];

/** What a method sees at a site, beside the value itself. */
export interface SiteContext {
  readonly tf: Operations;
  /** The block's index, or `embedding` (site `patch`), or `norm` (site `norm`). */
  readonly layer: Layer;
  /** What the operation at this site read: the linear layer's input, the norm's input, the sub-layer's normalised input. */
  readonly input: Tensor3D;
  /** The residual stream that the block's current sub-layer reads, not normalised. At `patch`: the patches. */
  readonly residual: Tensor3D;
  /** The method's own tensor of this layer, by the name that `parameters()` gave it. */
  parameter(name: string): Tensor;
  /** Inverted dropout with a fresh mask each step; the value itself when rate is 0 or when not training. */
  dropout<T extends Tensor>(value: T, rate: number): T;
}

/** Returns the value that takes the place of the one at the site. The number of tokens may change at `tokens` alone. */
export type SiteFunction = (value: Tensor3D, context: SiteContext) => Tensor3D;

/** What a method sees where a block asks for its prompts. */
export type PromptContext = Omit<SiteContext, 'input' | 'residual'> & {
  /** Images in the batch. */
  readonly batch: number;
};

/** What a method does to a forward pass. */
export interface Attachment {
  readonly sites?: Partial<Record<Site, SiteFunction>>;
  /**
   * Prompt tokens `[1 or batch, prompts, width]` that a block reads beside its own tokens and that are dropped after it.
   * They enter the block's attention as keys and values alone, which is exact because nobody reads their outputs.
   * `undefined` on layers that get none.
   */
  readonly prompts?: (context: PromptContext) => Tensor3D | undefined;
}

/** The methods' side of a forward pass: the backbone calls it at each site. */
export interface SiteRunner {
  at(site: Site, value: Tensor3D, where: Pick<SiteContext, 'layer' | 'input' | 'residual'>): Tensor3D;
  /** All prompts that a block gets, `[batch, prompts, width]` or `[1, prompts, width]`; undefined if none. */
  prompts(layer: number, batch: number): Tensor3D | undefined;
}
