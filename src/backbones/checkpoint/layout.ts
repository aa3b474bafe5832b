import type { Architecture } from '../architecture';
import type { Parameter } from '../parameter';
import type { Resampling } from '../vit/positions';

/** Where one of our tensors is found in a file. */
export interface Source {
  /** The file's name for it; `*` stands for the block's index. */
  readonly tensor: string;
  /** Which of `of` equal runs of rows is ours, for a tensor that fuses several of ours. */
  readonly part?: { readonly index: number; readonly of: number };
  /** Shape in the file, from ours, where it differs with the same values in the same order. */
  readonly shape?: (ours: readonly number[], architecture: Architecture) => readonly number[];
  /** Whether the file has the matrix with rows and columns exchanged, `[in, out]`. */
  readonly transposed?: boolean;
}

/** Tensors of a file, by a pattern of their names, and what they are. */
export interface KnownTensors {
  readonly pattern: RegExp;
  readonly what: string;
}

/** How a library names a backbone's tensors. A family of checkpoints is one of these tables. */
export interface Layout {
  readonly id: 'visual-tuning' | 'timm' | 'hugging-face' | 'open-clip';
  /** By our name, `*` for the block's index. A tensor that isn't listed has the same name in the file. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Tensors that a file may hold and that don't act on its features or logits; `what` is a noun. */
  readonly leftAside: readonly KnownTensors[];
  /** Tensors that show that the file is of a network that is not offered; `what` ends a sentence about the file. */
  readonly refused: readonly KnownTensors[];
  /** How the library resizes positions. */
  readonly resampling: (architecture: Architecture) => Resampling;
  /** What of an architecture follows from these names alone. A config file may say otherwise. */
  readonly implied: Partial<Pick<Architecture, 'pooling' | 'normEpsilon'>>;
  /** Whether the shapes are those of these names, where names alone don't tell layouts apart. */
  readonly suits?: (shapeOf: (tensor: string) => readonly number[] | undefined) => boolean;
}

/** Our own names, as `writeSafetensors` is given them. */
export const ownLayout: Layout = {
  id: 'visual-tuning',
  sources: {},
  leftAside: [],
  refused: [],
  resampling: () => 'antialiased',
  implied: {},
};

/** The tensor of a file that holds one of ours, and how. */
export interface Place {
  readonly tensor: string;
  /** Which of its equal runs of rows ours is. */
  readonly part: NonNullable<Source['part']>;
  readonly transposed: boolean;
}

/** Where a file of this layout keeps the tensor of our name. */
export function placeOf(layout: Layout, name: string): Place {
  const { tensor, part, transposed } = sourceOf(layout, name);
  return {
    tensor: tensor.replace('*', blockOf(name) ?? '*'),
    part: part ?? { index: 0, of: 1 },
    transposed: transposed ?? false,
  };
}

/** The shape in a file of this layout of the whole tensor that holds one of ours. */
export function shapeInFile(
  layout: Layout,
  architecture: Architecture,
  { name, shape }: Pick<Parameter, 'name' | 'shape'>,
): readonly number[] {
  const source = sourceOf(layout, name);
  const [rows, ...rest] = shape;
  const whole = [rows * (source.part?.of ?? 1), ...rest];
  return source.shape?.(shape, architecture) ?? (source.transposed ? whole.toReversed() : whole);
}

/** A linear layer or a norm: its weight and its bias. */
export function layer(ours: string, theirs: string, part?: Source['part']): Record<string, Source> {
  return {
    [`${ours}.weight`]: { tensor: `${theirs}.weight`, part },
    [`${ours}.bias`]: { tensor: `${theirs}.bias`, part },
  };
}

/**
 * The patch embedding as a convolution over (red, green, blue), row, column, which is the order of our flat patches.
 */
export function convolution(tensor: string): Source {
  return { tensor, shape: ([width], { patchSize }) => [width, 3, patchSize, patchSize] };
}

function sourceOf(layout: Layout, name: string): Source {
  const block = blockOf(name);
  const pattern = block === undefined ? name : name.replace(block, '*');
  return layout.sources[pattern] ?? { tensor: pattern };
}

function blockOf(name: string): string | undefined {
  return /^blocks\.(\d+)\./.exec(name)?.[1];
}
