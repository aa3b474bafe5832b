import type { Architecture } from '../architecture';
import type { Parameter } from '../parameter';

/** Where one of our tensors is found in a file. */
export interface Source {
  /** The file's name for it; `*` stands for the block's index. */
  readonly tensor: string;
  /** Which of `of` equal runs of rows is ours, for a tensor that fuses several of ours. */
  readonly part?: { readonly index: number; readonly of: number };
  /** Shape in the file where it differs from ours, with the same values in the same order. */
  readonly shape?: (architecture: Architecture) => readonly number[];
}

/** How a library names a backbone's tensors. A family of checkpoints is one of these tables. */
export interface Layout {
  readonly id: 'timm' | 'visual-tuning';
  /** By our name, `*` for the block's index. A tensor that isn't listed has the same name in the file. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Tensors that a file may hold and that don't act on its features or logits. */
  readonly ignored: readonly string[];
}

/** Our own names, as `writeSafetensors` is given them. */
export const ownLayout: Layout = { id: 'visual-tuning', sources: {}, ignored: [] };

/** The tensor of a file that holds one of ours, and which of its equal runs of rows ours is. */
export interface Place {
  readonly tensor: string;
  readonly part: NonNullable<Source['part']>;
}

/** Where a file of this layout keeps the tensor of our name. */
export function placeOf(layout: Layout, name: string): Place {
  const { tensor, part } = sourceOf(layout, name);
  return { tensor: tensor.replace('*', blockOf(name) ?? '*'), part: part ?? { index: 0, of: 1 } };
}

/** The shape in a file of this layout of the whole tensor that holds one of ours. */
export function shapeInFile(
  layout: Layout,
  architecture: Architecture,
  { name, shape: [rows, ...rest] }: Pick<Parameter, 'name' | 'shape'>,
): readonly number[] {
  const { shape, part } = sourceOf(layout, name);
  return shape?.(architecture) ?? [rows * (part?.of ?? 1), ...rest];
}

function sourceOf(layout: Layout, name: string): Source {
  const block = blockOf(name);
  const pattern = block === undefined ? name : name.replace(block, '*');
  return layout.sources[pattern] ?? { tensor: pattern };
}

function blockOf(name: string): string | undefined {
  return /^blocks\.(\d+)\./.exec(name)?.[1];
}
