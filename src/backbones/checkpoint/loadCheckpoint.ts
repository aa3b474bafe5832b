import { InputError } from '../../protocol/inputError';
import { type Architecture, gridSize } from '../architecture';
import { sizeOf } from '../parameter';
import { vitParameters } from '../vit/parameters';
import { resamplePositions } from '../vit/positions';
import { checkTensors } from './checkTensors';
import { type Layout, type Place, placeOf } from './layout';
import { chooseLayout } from './layouts';
import { positionsGrid } from './measuredArchitecture';
import { findNonFinite } from './nonFinite';
import { openCheckpoint } from './openCheckpoint';
import type { SafetensorsFile } from './safetensors';

/** The weights of a backbone, under our own names. */
export interface LoadedCheckpoint {
  /** Every tensor of the architecture, in forward order; shapes are those of `vitParameters`. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** The classification head, if the file has one: weight `[classes, featureWidth]`, bias `[classes]`. */
  readonly head?: { readonly weight: Float32Array; readonly bias: Float32Array; readonly classes: number };
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  readonly layout: Layout['id'];
  /** What was done to make the file fit, in sentences for people. */
  readonly notes: readonly string[];
}

/**
 * Reads a safetensors checkpoint for an architecture as `resolveBackbone` gives it, in the names of any of our layouts.
 * Positions of another image size are interpolated as the file's library does; anything else that does not fit exactly
 * is an error.
 * @param path a file, the index of several, or a folder with either
 * @throws {InputError} if the file can't be read, or has missing, misshapen, unknown or non-finite tensors.
 */
export async function loadCheckpoint(path: string, architecture: Architecture): Promise<LoadedCheckpoint> {
  const file = await openCheckpoint(path);
  try {
    const layout = chooseLayout(file);
    const leftAside = checkTensors(file, layout, architecture);
    const loaded = await readTensors(file, layout, architecture);
    const { positions, notes } = fitPositions(file, layout, architecture, taken(loaded, 'positions'));
    loaded.set('positions', positions);
    const weights = new Map(vitParameters(architecture).map(({ name }) => [name, taken(loaded, name)]));
    const bias = loaded.get('head.bias');
    const head = bias && { weight: taken(loaded, 'head.weight'), bias, classes: bias.length };
    if (leftAside.length > 0) notes.push(`Of ${file.path}, ${leftAside.join(', ')} ${are(leftAside)} left aside.`);
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
  const wanted = new Map<string, { name: string; place: Place }[]>();
  for (const name of [...vitParameters(architecture).map(parameter => parameter.name), 'head.weight', 'head.bias']) {
    const place = placeOf(layout, name);
    const takers = wanted.get(place.tensor) ?? [];
    if (file.tensors.has(place.tensor)) wanted.set(place.tensor, [...takers, { name, place }]);
  }
  const loaded = new Map<string, Float32Array>();
  for (const [tensor, takers] of wanted) {
    const data = await file.read(tensor);
    const nonFinite = findNonFinite(tensor, data);
    if (nonFinite) throw new InputError(`${file.path}: ${nonFinite}: use another checkpoint.`);
    const [rows] = file.tensors.get(tensor)?.shape ?? [];
    for (const { name, place } of takers) {
      loaded.set(name, place.transposed ? transposed(data, rows) : partOf(data, place.part));
    }
  }
  return loaded;
}

function partOf(data: Float32Array, { index, of }: Place['part']): Float32Array {
  const size = data.length / of;
  return of === 1 ? data : data.slice(index * size, (index + 1) * size);
}

function transposed(data: Float32Array, rows: number): Float32Array {
  const columns = data.length / rows;
  return data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)]);
}

/** Positions with a row for CLS, of the architecture's grid. */
function fitPositions(
  file: SafetensorsFile,
  layout: Layout,
  architecture: Architecture,
  found: Float32Array,
): { positions: Float32Array; notes: string[] } {
  const { width } = architecture;
  const target = gridSize(architecture);
  const shape = file.tensors.get(placeOf(layout, 'positions').tensor)?.shape ?? [];
  const grid = positionsGrid(layout, architecture, shape) ?? target;
  const whole = withClsPosition(found, sizeOf([1 + grid ** 2, width]));
  if (grid === target) return { positions: whole, notes: [] };
  return {
    positions: resamplePositions(whole, width, grid, target, { resampling: layout.resampling(architecture) }),
    notes: [`Positions were interpolated from ${grid}x${grid} to ${target}x${target} patches.`],
  };
}

/** A file that has no position for CLS has added it to the CLS token already: then it is zero. */
function withClsPosition(found: Float32Array, size: number): Float32Array {
  if (found.length === size) return found;
  const whole = new Float32Array(size);
  whole.set(found, size - found.length);
  return whole;
}

function are(things: readonly string[]): string {
  return things.length === 1 ? 'is' : 'are';
}

function taken(loaded: ReadonlyMap<string, Float32Array>, name: string): Float32Array {
  const data = loaded.get(name);
  if (!data) throw new Error(`Tensor ${name} was checked but not read.`);
  return data;
}
