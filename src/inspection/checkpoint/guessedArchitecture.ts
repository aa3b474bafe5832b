import { type Architecture, findArchitecture } from '../../backbones/architecture';
import type { StatedConfig } from '../../backbones/checkpoint/config/statedConfig';
import { type Layout, placeOf } from '../../backbones/checkpoint/layout';
import { measure } from '../../backbones/checkpoint/measuredArchitecture';
import type { SafetensorsHeader } from '../../backbones/checkpoint/safetensorsHeader';
import { nameOf } from '../../backbones/namedArchitectures';
import { vitParameters } from '../../backbones/vit/parameters';
import { InputError } from '../../protocol/inputError';

/** What names and shapes tell of the network that a checkpoint was made with. */
export interface GuessedArchitecture {
  /** What `--backbone` would be given, if there is such a name. */
  readonly id: string | null;
  readonly family: 'vit';
  readonly width: number;
  readonly depth: number;
  readonly heads: number;
  /** What says how many heads there are, a file or the architecture's name; null if it is the usual one per 64 of width. */
  readonly headsFrom: string | null;
  readonly mlpWidth: number;
  readonly mlp: Architecture['mlp'];
  readonly patchSize: number | null;
  readonly imageSize: number | null;
  readonly layerScale: boolean;
  readonly registers: number;
  readonly embeddingNorm: boolean;
  readonly patchBias: boolean;
  readonly pooling: Architecture['pooling'];
  readonly projection: number | null;
  /** Classes of the head; null if there is none. */
  readonly classes: number | null;
}

const usualHeadWidth = 64;
/** More blocks than any network has. */
const maximumDepth = 1000;

type ShapeOf = (name: string) => readonly number[] | undefined;

/** The network that most of a file's tensors fit, or undefined if there is not even a width to be told from them. */
export function guessArchitecture(
  layout: Layout,
  tensors: SafetensorsHeader['tensors'],
  stated?: StatedConfig,
): GuessedArchitecture | undefined {
  const shapeOf: ShapeOf = name => tensors.get(placeOf(layout, name).tensor)?.shape;
  const measured = measure(layout, tensors);
  const depth = depthOf(shapeOf);
  const width = measured.width ?? shapeOf('norm.weight')?.[0] ?? shapeOf('blocks.0.norm1.weight')?.[0];
  if (width === undefined || width === 0 || depth === 0) return undefined;
  const { grid, mlp, layerScale, registers, embeddingNorm, projection } = measured;
  const [classes, featureWidth] = shapeOf('head.weight') ?? [shapeOf('head.bias')?.[0]];
  const patchSize = measured.patchSize ?? null;
  const imageSize = patchSize === null || grid === undefined ? null : patchSize * grid;
  const mlpWidth = measured.mlpWidth ?? 4 * width;
  const sizes = { width, depth, mlpWidth, mlp, layerScale, registers, embeddingNorm };
  const named = patchSize === null || imageSize === null ? undefined : namedArchitecture(sizes, patchSize, imageSize);
  const [heads, headsFrom] = headsOf(width, named, stated);
  return {
    id: named?.heads === heads ? named.id : null,
    family: 'vit',
    ...sizes,
    heads,
    headsFrom,
    patchSize,
    imageSize,
    // CLIP alone, with its norm before the blocks, does without.
    patchBias: !embeddingNorm || shapeOf('patch.bias') !== undefined,
    pooling: featureWidth === 2 * width ? 'cls-mean' : (layout.implied.pooling ?? 'cls'),
    projection,
    classes: classes ?? null,
  };
}

/** The architecture with these sizes that has a name, if there is one and its name allows of this image size. */
function namedArchitecture(
  sizes: Parameters<typeof nameOf>[0],
  patchSize: number,
  imageSize: number,
): Architecture | undefined {
  const name = nameOf(sizes, patchSize, imageSize);
  try {
    return name === undefined ? undefined : findArchitecture(name);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The number of heads, which no shape tells, and what does. */
function headsOf(width: number, named?: Architecture, stated?: StatedConfig): [heads: number, from: string | null] {
  const fact = stated?.facts.find(({ field }) => field === 'heads')?.value;
  if (stated && typeof fact === 'number') return [fact, stated.path];
  if (named) return [named.heads, named.id];
  return [Math.max(1, Math.round(width / usualHeadWidth)), null];
}

/** The guess as an architecture, for the tensors that one of it has. What shapes don't tell is as usual. */
export function asArchitecture({ patchSize, imageSize, ...guess }: GuessedArchitecture): Architecture {
  const usual = findArchitecture('vit-tiny-patch16-224');
  const side = patchSize ?? usual.patchSize;
  return { ...usual, ...guess, id: guess.id ?? 'guessed', patchSize: side, imageSize: imageSize ?? 14 * side };
}

/** One more than the last block of which there is anything. */
function depthOf(shapeOf: ShapeOf): number {
  const everything = { ...findArchitecture('vit-nano'), depth: 1, mlp: 'swiglu', layerScale: true } as const;
  const names = vitParameters(everything).flatMap(({ name }) => /^blocks\.0\.(.*)$/.exec(name)?.[1] ?? []);
  for (let depth = maximumDepth; depth > 0; depth--) {
    if (names.some(name => shapeOf(`blocks.${depth - 1}.${name}`))) return depth;
  }
  return 0;
}
