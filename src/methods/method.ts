import type { Architecture } from '../backbones/architecture';
import type { Initialization, Layer } from '../backbones/parameter';
import type { Attachment } from '../backbones/sites';
import type { Hyperparameters, Values } from './hyperparameters';

/** The five groups of the survey "Visual Tuning" (arXiv 2305.06061). */
export const groups = ['fine-tuning', 'prompt', 'adapter', 'parameter', 'remapping'] as const;
export type Group = (typeof groups)[number];

export interface Citation {
  readonly title: string;
  readonly authors: string;
  readonly year: number;
  /** arXiv identifier, for example `2203.12119`. */
  readonly arxiv?: string;
}

/** A tensor that a method trains: one that it adds, or one of the backbone's own that it unfreezes. */
export type Trainable =
  | {
      readonly kind: 'added';
      readonly layer: Layer;
      /** Unique within the method and layer; `SiteContext.parameter` finds it by this name. */
      readonly name: string;
      readonly shape: readonly number[];
      readonly initialization: Initialization;
      readonly decay: boolean;
    }
  /** `name` is the backbone's own, for example `blocks.3.norm1.bias`. */
  | { readonly kind: 'backbone'; readonly name: string };

/** One way of tuning. A method is one file that exports one of these. */
export interface Method<H extends Hyperparameters = Hyperparameters> {
  /** As written in an experiment: lower case with hyphens. */
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  /** The survey's own sub-group, for example `vision-driven` or `parallel`. */
  readonly subgroup: string;
  /** The idea in one sentence. */
  readonly idea: string;
  readonly citation: Citation;
  readonly hyperparameters: H;
  /**
   * Every tensor that the method trains on this architecture, without the head. Pure: the ledger, the panel and the
   * checkpoint all come from it.
   * @throws {InputError} where the backbone lacks what a value asks for; the sentence begins with the hyper-parameter's name
   */
  parameters(architecture: Architecture, values: Values<H>): readonly Trainable[];
  /** What the method does at the backbone's sites; absent if it only unfreezes tensors. */
  attach?(values: Values<H>, architecture: Architecture): Attachment;
}

/** Declares a method; the types of its hyper-parameter values follow from their declarations. */
export function defineMethod<const H extends Hyperparameters>(method: Method<H>): Method<H> {
  return method;
}
