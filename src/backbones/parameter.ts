/** Where a tensor lives: in the embedding, in block 0, 1, 2 …, in the final norm, or in the classification head. */
export type Layer = number | 'embedding' | 'norm' | 'head';

/** How a fresh tensor is filled. Random values depend on the seed and the tensor's name alone. */
export type Initialization =
  | { readonly kind: 'constant'; readonly value: number }
  /** Uniform in [-bound, bound). */
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly std: number }
  /** Normal of mean 0, redrawn outside two standard deviations. */
  | { readonly kind: 'truncated-normal'; readonly std: number };

export const zeros: Initialization = { kind: 'constant', value: 0 };
export const ones: Initialization = { kind: 'constant', value: 1 };

/** PyTorch's default for a linear layer's weight, Kaiming uniform with a = √5: U(±1/√fanIn). */
export const kaimingUniform = (fanIn: number): Initialization => ({ kind: 'uniform', bound: Math.sqrt(1 / fanIn) });

/** One named tensor of a network. Linear weights are `[out, in]`, as in PyTorch. */
export interface Parameter {
  /** Unique in the network, for example `blocks.3.fc1.weight` or `lora.blocks.3.q.a`. */
  readonly name: string;
  readonly layer: Layer;
  readonly shape: readonly number[];
  readonly initialization: Initialization;
  /** Whether weight decay acts on it: not on biases, norms and prompts. */
  readonly decay: boolean;
}

/** Number of values in a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
