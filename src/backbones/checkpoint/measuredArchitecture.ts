import { type Architecture, gridSize } from '../architecture';
import { architectureIds, nameOf } from '../namedArchitectures';
import { type Layout, placeOf, shapeInFile } from './layout';
import type { SafetensorsHeader } from './safetensorsHeader';

/** What the shapes in a checkpoint tell of its architecture; undefined where they don't. Heads are never told. */
export interface MeasuredArchitecture {
  readonly width?: number;
  readonly depth: number;
  readonly mlpWidth?: number;
  readonly patchSize?: number;
  /** Patches along one side of the image. */
  readonly grid?: number;
  readonly mlp: Architecture['mlp'];
  readonly layerScale: boolean;
  readonly registers: number;
  readonly embeddingNorm: boolean;
  readonly projection: number | null;
}

/** Reads the size of a Vision Transformer off its checkpoint's shapes. */
export function measure(layout: Layout, tensors: SafetensorsHeader['tensors']): MeasuredArchitecture {
  const shapeOf = (name: string) => tensors.get(placeOf(layout, name).tensor)?.shape;
  let depth = 0;
  while (shapeOf(`blocks.${depth}.norm1.weight`)) depth++;
  const [outputs, ...inputs] = shapeOf('patch.weight') ?? [];
  const rows = shapeOf('positions')?.at(-2);
  const projection = shapeOf('projection.weight');
  return {
    width: shapeOf('cls')?.at(-1) ?? outputs,
    depth,
    mlpWidth: shapeOf('blocks.0.fc2.weight')?.at(-1),
    patchSize: wholeRoot(inputs.reduce((product, side) => product * side, 1) / 3),
    grid: rows === undefined ? undefined : (wholeRoot(rows - 1) ?? wholeRoot(rows)),
    mlp: shapeOf('blocks.0.gate.weight') ? 'swiglu' : 'plain',
    layerScale: shapeOf('blocks.0.scale1') !== undefined,
    registers: shapeOf('registers')?.at(-2) ?? 0,
    embeddingNorm: shapeOf('norm0.weight') !== undefined,
    projection: projection?.[placeOf(layout, 'projection.weight').transposed ? 1 : 0] ?? null,
  };
}

/**
 * Patches along one side of the image in positions of this shape, as a file of this layout has them for this
 * architecture; undefined for a shape that no square grid has.
 */
export function positionsGrid(
  layout: Layout,
  architecture: Architecture,
  found: readonly number[],
): number | undefined {
  const grid = gridSize(architecture);
  const ours = { name: 'positions', shape: [1, 1 + grid ** 2, architecture.width] };
  const expected = shapeInFile(layout, architecture, ours);
  if (found.length !== expected.length || (found.length === 3 && found[0] !== 1)) return undefined;
  return wholeRoot(found[found.length - 2] - expected[expected.length - 2] + grid ** 2);
}

/** ` It looks like …` if the checkpoint is of another size than this architecture, or nothing. */
export function lookalike(measured: MeasuredArchitecture, architecture: Architecture): string {
  const { width, depth, patchSize, grid } = measured;
  const told = ['width', 'depth', 'patchSize', 'mlp', 'layerScale', 'registers', 'embeddingNorm'] as const;
  if (told.every(field => measured[field] === architecture[field])) return '';
  if (width === undefined || patchSize === undefined || depth === 0) return '';
  const known = nameOf(measured, patchSize, patchSize * (grid ?? gridSize(architecture)));
  const found = known ?? `a ViT of width ${width} with ${depth} blocks and patches of ${patchSize} pixels`;
  return `; it looks like ${found}`;
}

/**
 * The name of the architecture that a checkpoint has the tensors of, as it is offered: for images of the usual size, to
 * which positions are interpolated. Null if none has them, or if it is this one.
 */
export function fittingName(measured: MeasuredArchitecture, { id }: Architecture): string | null {
  const { patchSize, grid } = measured;
  if (patchSize === undefined || grid === undefined) return null;
  const exact = nameOf(measured, patchSize, patchSize * grid);
  if (exact === undefined) return null;
  const usual = [exact, exact.replace(/-\d+$/, '')].map(name => architectureIds.find(offered => offered === name));
  const name = usual.find(offered => offered !== undefined) ?? exact;
  return name === id ? null : name;
}

function wholeRoot(square: number): number | undefined {
  const root = Math.sqrt(square);
  return Number.isInteger(root) && root > 0 ? root : undefined;
}
