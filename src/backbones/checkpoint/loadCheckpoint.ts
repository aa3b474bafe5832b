import { InputError } from '../../protocol/inputError';
import { type Architecture, gridSize } from '../architecture';
import { vitParameters } from '../vit/parameters';
import { resamplePositions } from '../vit/positions';
import { checkTensors, chooseLayout } from './checkTensors';
import { type Layout, type Place, placeOf } from './layout';
import { gridOf } from './measuredArchitecture';
import { findNonFinite } from './nonFinite';
import { type SafetensorsFile, openSafetensors } from './safetensors';

/** The weights of a backbone, under our own names. */
export interface LoadedCheckpoint {
  /** Every tensor of the architecture, in forward order; shapes are those of `vitParameters`. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** The classification head, if the file has one: weight `[classes, D]`, bias `[classes]`. */
  readonly head?: { readonly weight: Float32Array; readonly bias: Float32Array; readonly classes: number };
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  readonly layout: Layout['id'];
  /** What was done to make the file fit, in sentences for people. */
  readonly notes: readonly string[];
}

/**
 * Reads a safetensors checkpoint, in timm's names or in ours, for an architecture. Positions of another image size are
 * interpolated; anything else that does not fit exactly is an error.
 * @throws {InputError} if the file can't be read, or has missing, misshapen, unknown or non-finite tensors.
 */
export async function loadCheckpoint(path: string, architecture: Architecture): Promise<LoadedCheckpoint> {
  const file = await openSafetensors(path);
  try {
    const layout = chooseLayout(file, architecture);
    checkTensors(file, layout, architecture);
    const loaded = await readTensors(file, layout, architecture);
    const notes: string[] = [];
    const weights = new Map(vitParameters(architecture).map(({ name }) => [name, taken(loaded, name)]));
    const grid = fileGrid(file, layout, architecture);
    if (grid !== gridSize(architecture)) {
      const target = gridSize(architecture);
      weights.set('positions', resamplePositions(taken(loaded, 'positions'), architecture.width, grid, target));
      notes.push(`Positions were interpolated from ${grid}x${grid} to ${target}x${target} patches.`);
    }
    const bias = loaded.get('head.bias');
    const head = bias && { weight: taken(loaded, 'head.weight'), bias, classes: bias.length };
    return { weights, ...(head && { head }), sha256: await file.sha256(), layout: layout.id, notes };
  } finally {
    await file.close();
  }
}

/** Every tensor under our names. Each tensor of the file is read once, even if it holds several of ours. */
async function readTensors(
  file: SafetensorsFile,
  layout: Layout,
  architecture: Architecture,
): Promise<Map<string, Float32Array>> {
  const wanted = new Map<string, { name: string; part: Place['part'] }[]>();
  for (const name of [...vitParameters(architecture).map(parameter => parameter.name), 'head.weight', 'head.bias']) {
    const { tensor, part } = placeOf(layout, name);
    if (file.tensors.has(tensor)) wanted.set(tensor, [...(wanted.get(tensor) ?? []), { name, part }]);
  }
  const loaded = new Map<string, Float32Array>();
  for (const [tensor, takers] of wanted) {
    const data = await file.read(tensor);
    const nonFinite = findNonFinite(tensor, data);
    if (nonFinite) throw new InputError(`${file.path}: ${nonFinite}: use another checkpoint.`);
    for (const { name, part } of takers) {
      const size = data.length / part.of;
      loaded.set(name, part.of === 1 ? data : data.slice(part.index * size, (part.index + 1) * size));
    }
  }
  return loaded;
}

function fileGrid(file: SafetensorsFile, layout: Layout, architecture: Architecture): number {
  const { tensor } = placeOf(layout, 'positions');
  return gridOf(file.tensors.get(tensor)?.shape ?? []) ?? gridSize(architecture);
}

function taken(loaded: ReadonlyMap<string, Float32Array>, name: string): Float32Array {
  const data = loaded.get(name);
  if (!data) throw new Error(`Tensor ${name} was checked but not read.`);
  return data;
}
