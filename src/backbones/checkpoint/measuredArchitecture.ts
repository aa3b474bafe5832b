import { type Architecture, findArchitecture, gridSize } from '../architecture';
import { type Layout, placeOf } from './layout';
import type { SafetensorsHeader } from './safetensorsHeader';

/** What the shapes in a checkpoint tell of its architecture; undefined where they don't. */
export interface MeasuredArchitecture {
  readonly width?: number;
  readonly depth: number;
  readonly patchSize?: number;
  /** Patches along one side of the image. */
  readonly grid?: number;
}

/** Reads the size of a Vision Transformer off its checkpoint's shapes. */
export function measure(layout: Layout, tensors: SafetensorsHeader['tensors']): MeasuredArchitecture {
  const shapeOf = (name: string) => tensors.get(placeOf(layout, name).tensor)?.shape;
  let depth = 0;
  while (shapeOf(`blocks.${depth}.norm1.weight`)) depth++;
  const [outputs, ...inputs] = shapeOf('patch.weight') ?? [];
  const positions = shapeOf('positions');
  return {
    width: shapeOf('cls')?.at(-1) ?? outputs,
    depth,
    patchSize: wholeRoot(inputs.reduce((product, side) => product * side, 1) / 3),
    grid: positions && gridOf(positions),
  };
}

/** The side of the grid in positions of shape `[1, 1 + grid², D]`; undefined for any other shape. */
export function gridOf(shape: readonly number[]): number | undefined {
  return shape.length === 3 && shape[0] === 1 ? wholeRoot(shape[1] - 1) : undefined;
}

/** ` It looks like …` if the checkpoint is of another size than this architecture, or nothing. */
export function lookalike({ width, depth, patchSize, grid }: MeasuredArchitecture, architecture: Architecture): string {
  if (width === architecture.width && depth === architecture.depth && patchSize === architecture.patchSize) return '';
  if (width === undefined || patchSize === undefined || depth === 0) return '';
  const imageSize = patchSize * (grid ?? gridSize(architecture));
  const known = ['nano', 'tiny', 'small', 'base'].find(size => {
    const candidate = findArchitecture(`vit-${size}-patch1-1`);
    return candidate.width === width && candidate.depth === depth;
  });
  const found = known
    ? `vit-${known}-patch${patchSize}-${imageSize}`
    : `a ViT of width ${width} with ${depth} blocks and patches of ${patchSize} pixels`;
  return `; it looks like ${found}`;
}

function wholeRoot(square: number): number | undefined {
  const root = Math.sqrt(square);
  return Number.isInteger(root) && root > 0 ? root : undefined;
}
