import { type Architecture, featureWidth } from '../../backbones/architecture';
import { type Layout, placeOf, shapeInFile } from '../../backbones/checkpoint/layout';
import { positionsGrid } from '../../backbones/checkpoint/measuredArchitecture';
import type { SafetensorsHeader } from '../../backbones/checkpoint/safetensorsHeader';
import { converterOf } from '../../backbones/checkpoint/tensorValues';
import type { Layer } from '../../backbones/parameter';
import { vitParameters } from '../../backbones/vit/parameters';

/** A tensor of a file that an architecture has, or should have. */
export interface ExpectedTensor {
  /** As the file names it. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly layer: Layer;
}

export interface MissingTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly why: string;
}

export interface UnexpectedTensor {
  readonly name: string;
  readonly why: string;
}

type Tensors = SafetensorsHeader['tensors'];

/** The tensors of a file of this layout for this architecture, and a head for this many classes if it has one. */
export function expectedTensors(
  layout: Layout,
  architecture: Architecture,
  classes: number | null,
): ReadonlyMap<string, ExpectedTensor> {
  const head = [
    { name: 'head.weight', shape: [classes ?? 0, featureWidth(architecture)], layer: 'head' as const },
    { name: 'head.bias', shape: [classes ?? 0], layer: 'head' as const },
  ];
  const parameters = [...vitParameters(architecture), ...(classes === null ? [] : head)];
  return new Map(
    parameters.map(parameter => {
      const name = placeOf(layout, parameter.name).tensor;
      return [name, { name, shape: shapeInFile(layout, architecture, parameter), layer: parameter.layer }];
    }),
  );
}

/** Expected tensors that the file lacks, and why each is expected. */
export function missingTensors(
  expected: ReadonlyMap<string, ExpectedTensor>,
  tensors: Tensors,
  depth: number,
): MissingTensor[] {
  const inAnyBlock = (name: string) => name.replace(/\d+/, '*');
  const present = new Map<string, number>();
  for (const { name, layer } of expected.values()) {
    if (typeof layer !== 'number' || !tensors.has(name)) continue;
    present.set(inAnyBlock(name), (present.get(inAnyBlock(name)) ?? 0) + 1);
  }
  return [...expected.values()]
    .filter(({ name }) => !tensors.has(name))
    .map(({ name, shape, layer }) => ({ name, shape, why: reason(layer, present.get(inAnyBlock(name)) ?? 0, depth) }));
}

function reason(layer: Layer, others: number, depth: number): string {
  if (layer === 'head') return "the head's other tensor is there";
  if (typeof layer !== 'number') return layer === 'norm' ? 'part of the read-out' : 'part of the embedding of images';
  if (others === 0) return 'every block needs one, and none has it';
  return `${others} of ${depth} blocks have theirs`;
}

/** Tensors that the architecture has no use for, or not in this form. */
export function unexpectedTensors(
  expected: ReadonlyMap<string, ExpectedTensor>,
  tensors: Tensors,
  layout: Layout,
  architecture: Architecture,
): UnexpectedTensor[] {
  const positions = placeOf(layout, 'positions').tensor;
  return [...tensors].flatMap(([name, { dtype, shape }]) => {
    const wanted = expected.get(name);
    if (!wanted) return { name, why: whyUnknown(layout, name) };
    if (!converterOf(dtype)) return { name, why: `of type ${dtype}, and weights are F32, F16, BF16 or F64` };
    const fits = name === positions ? positionsGrid(layout, architecture, shape) : shape.join() === wanted.shape.join();
    if (fits) return [];
    const instead = name === positions ? 'positions of a square grid' : `[${wanted.shape.join(', ')}]`;
    return { name, why: `its shape is [${shape.join(', ')}] where the rest of the file needs ${instead}` };
  });
}

function whyUnknown({ leftAside, refused }: Layout, name: string): string {
  const known = leftAside.find(({ pattern }) => pattern.test(name));
  if (known) return `${known.what}, which is left aside`;
  const obstacle = refused.find(({ pattern }) => pattern.test(name));
  return obstacle ? `the checkpoint ${obstacle.what}` : 'no place for it in this architecture';
}
