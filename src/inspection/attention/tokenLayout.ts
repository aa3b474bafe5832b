import { type Architecture, gridSize } from '../../backbones/architecture';

/**
 * What a backbone's tokens are, in their order: CLS, carried prompts, registers, patches. The keys of a block are its own
 * prompts, then these.
 */
export interface TokenLayout {
  readonly layers: number;
  readonly heads: number;
  /** Patches along a side. */
  readonly grid: number;
  /** Prompts that each block brings for itself and that are dropped after it (VPT-Deep). */
  readonly own: readonly number[];
  /** Prompts that are put among the tokens once, behind CLS, and go through every block (VPT-Shallow). */
  readonly carried: number;
  readonly registers: number;
}

/** The layout of the blocks that were observed. @param tokens of each block, without its own prompts */
export function tokenLayout(
  architecture: Architecture,
  blocks: readonly { readonly own: number; readonly tokens: number }[],
): TokenLayout {
  const { heads, registers } = architecture;
  const grid = gridSize(architecture);
  const [{ tokens }] = blocks;
  if (blocks.some(block => block.tokens !== tokens)) {
    throw new Error('Attention maps need the same number of tokens in every block.');
  }
  const carried = tokens - 1 - registers - grid ** 2;
  return { layers: blocks.length, heads, grid, own: blocks.map(({ own }) => own), carried, registers };
}

export const patchCount = ({ grid }: TokenLayout): number => grid ** 2;

/** Tokens of a block without its own prompts. */
export const tokenCount = (layout: TokenLayout): number => 1 + layout.carried + layout.registers + patchCount(layout);

/** Prompts that each block reads: its own, then those that are carried. */
export const promptsOfLayer = ({ own, carried }: TokenLayout): number[] => own.map(count => count + carried);

/** The most prompts that any block reads. */
export const mostPrompts = (layout: TokenLayout): number => Math.max(...promptsOfLayer(layout));
