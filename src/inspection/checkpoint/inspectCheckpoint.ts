import type { StatedConfig } from '../../backbones/checkpoint/config/statedConfig';
import type { Layout } from '../../backbones/checkpoint/layout';
import { chooseLayout } from '../../backbones/checkpoint/layouts';
import type { SafetensorsFile } from '../../backbones/checkpoint/safetensors';
import type { TensorEntry, TensorType } from '../../backbones/checkpoint/safetensorsHeader';
import { converterOf } from '../../backbones/checkpoint/tensorValues';
import { type Layer, sizeOf } from '../../backbones/parameter';
import { InputError } from '../../protocol/inputError';
import {
  type ExpectedTensor,
  type MissingTensor,
  type UnexpectedTensor,
  expectedTensors,
  missingTensors,
  unexpectedTensors,
} from './compareTensors';
import { type GuessedArchitecture, asArchitecture, guessArchitecture } from './guessedArchitecture';

/** What a checkpoint holds, as its header tells. The document that `inspect checkpoint --json` prints. */
export interface CheckpointInspection {
  readonly file: string;
  readonly format: 'safetensors' | 'sharded safetensors';
  /** Whose names its tensors have; null if nobody's that is known. */
  readonly layout: Layout['id'] | null;
  readonly architecture: GuessedArchitecture | null;
  /** Why no architecture could be guessed; then nothing is expected, and nothing unexpected. */
  readonly reason?: string;
  /** Values in all tensors of real numbers. */
  readonly parameters: number;
  readonly layers: readonly { readonly layer: Layer | 'other'; readonly parameters: number }[];
  /** In the order of their bytes. */
  readonly tensors: readonly InspectedTensor[];
  readonly missing: readonly MissingTensor[];
  readonly unexpected: readonly UnexpectedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface InspectedTensor {
  readonly name: string;
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  /** Zero for a tensor of integers. */
  readonly parameters: number;
  readonly layer: Layer | 'other';
}

type Header = Pick<SafetensorsFile, 'path' | 'tensors' | 'metadata'>;

/**
 * Says what a checkpoint is, from names and shapes alone: no tensor is read.
 * @param stated what a configuration beside the file says; it knows the number of heads
 */
export function inspectCheckpoint(file: Header, stated?: StatedConfig): CheckpointInspection {
  const layout = layoutOf(file);
  const guess = layout instanceof InputError ? undefined : guessArchitecture(layout, file.tensors, stated);
  const common = {
    file: file.path,
    format: file.path.endsWith('.index.json') ? 'sharded safetensors' : 'safetensors',
    metadata: Object.fromEntries(file.metadata),
  } as const;
  if (layout instanceof InputError || !guess) {
    const reason = layout instanceof InputError ? layout.message : `${file.path} has no whole block of a network.`;
    const id = layout instanceof InputError ? null : layout.id;
    return { ...common, layout: id, architecture: null, reason, ...contents(file), missing: [], unexpected: [] };
  }
  const architecture = asArchitecture(guess);
  const expected = expectedTensors(layout, architecture, guess.classes);
  return {
    ...common,
    layout: layout.id,
    architecture: guess,
    ...contents(file, expected),
    missing: missingTensors(expected, file.tensors, guess.depth),
    unexpected: unexpectedTensors(expected, file.tensors, layout, architecture),
  };
}

function layoutOf(file: Header): Layout | InputError {
  try {
    return chooseLayout(file);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function contents({ tensors: entries }: Header, expected: ReadonlyMap<string, ExpectedTensor> = new Map()) {
  const tensors = [...entries].map(([name, { dtype, shape }]) => ({
    name,
    dtype,
    shape,
    parameters: parametersOf({ dtype, shape }),
    layer: expected.get(name)?.layer ?? ('other' as const),
  }));
  const byLayer = new Map<Layer | 'other', number>();
  for (const { layer, parameters } of tensors) byLayer.set(layer, (byLayer.get(layer) ?? 0) + parameters);
  const layers = [...byLayer].map(([layer, parameters]) => ({ layer, parameters }));
  layers.sort((a, b) => placeOf(a.layer) - placeOf(b.layer));
  return { tensors, layers, parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0) };
}

function parametersOf({ dtype, shape }: Pick<TensorEntry, 'dtype' | 'shape'>): number {
  return converterOf(dtype) || dtype.startsWith('F8') ? sizeOf(shape) : 0;
}

/** Where a layer stands: in the order of the forward pass, what is not part of it last. */
function placeOf(layer: Layer | 'other'): number {
  if (typeof layer === 'number') return layer;
  return { embedding: -1, norm: 1e6, head: 1e6 + 1, other: 1e6 + 2 }[layer];
}
