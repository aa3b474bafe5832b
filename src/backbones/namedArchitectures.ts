import { nearestName } from '../experiments/nearest';
import { InputError } from '../protocol/inputError';
import type { Architecture } from './architecture';
import { type Recipe, recipes } from './recipes';

const sizes = {
  nano: { width: 128, depth: 6, heads: 4, mlpWidth: 512 },
  tiny: { width: 192, depth: 12, heads: 3, mlpWidth: 768 },
  small: { width: 384, depth: 12, heads: 6, mlpWidth: 1536 },
  base: { width: 768, depth: 12, heads: 12, mlpWidth: 3072 },
  large: { width: 1024, depth: 24, heads: 16, mlpWidth: 4096 },
  huge: { width: 1280, depth: 32, heads: 16, mlpWidth: 5120 },
  giant: { width: 1536, depth: 40, heads: 24, mlpWidth: 4096, mlp: 'swiglu' },
} as const;
type Size = keyof typeof sizes;

/** Backbones that are built and pre-trained alike. */
interface Family {
  readonly sizes: readonly Size[];
  readonly recipe: Recipe;
  /** Where they differ from the Vision Transformer of Dosovitskiy et al. (2020). */
  readonly differences?: Partial<Architecture>;
  /** Width of the projection, by size. */
  readonly projections?: Partial<Record<Size, number>>;
  /** Whether there are variants with four registers, named `-reg4`. */
  readonly registers?: boolean;
  /** Image size of a name that gives none. */
  readonly imageSize?: number;
}

/** By the beginning of their names. */
const families: Readonly<Record<string, Family>> = {
  vit: { sizes: ['nano', 'tiny', 'small', 'base', 'large'], recipe: 'augreg' },
  deit: { sizes: ['tiny', 'small', 'base'], recipe: 'imagenet' },
  mae: { sizes: ['base', 'large', 'huge'], recipe: 'imagenet' },
  dinov2: {
    sizes: ['small', 'base', 'large', 'giant'],
    recipe: 'imagenet',
    differences: { layerScale: true },
    registers: true,
    imageSize: 224,
  },
  'clip-vit': {
    sizes: ['base', 'large'],
    recipe: 'clip',
    differences: { embeddingNorm: true, patchBias: false, activation: 'quick-gelu', normEpsilon: 1e-5 },
    projections: { base: 512, large: 768 },
  },
};

const shortNames: Readonly<Record<string, string>> = { 'vit-nano': 'vit-nano-patch8-64' };

/** The architectures offered by name. Any other patch and image size of the same pattern works too. */
export const architectureIds = [
  'vit-nano',
  'vit-tiny-patch16-224',
  'vit-small-patch16-224',
  'vit-small-patch32-224',
  'vit-base-patch16-224',
  'vit-base-patch32-224',
  'vit-large-patch16-224',
  'deit-tiny-patch16-224',
  'deit-small-patch16-224',
  'deit-base-patch16-224',
  'mae-base-patch16-224',
  'mae-large-patch16-224',
  'mae-huge-patch14-224',
  'dinov2-small-patch14',
  'dinov2-small-patch14-reg4',
  'dinov2-base-patch14',
  'dinov2-base-patch14-reg4',
  'dinov2-large-patch14',
  'dinov2-large-patch14-reg4',
  'dinov2-giant-patch14',
  'dinov2-giant-patch14-reg4',
  'clip-vit-base-patch16-224',
  'clip-vit-base-patch32-224',
  'clip-vit-large-patch14-224',
] as const;

const pattern = /^([a-z0-9-]+)-([a-z]+)-patch(\d+)(-reg4)?(?:-(\d+))?$/;

/**
 * The architecture of a name such as `vit-base-patch16-224` or `dinov2-small-patch14-reg4-518`: family, size, patch
 * size, registers and image size, a multiple of the patch size. DINOv2's image size is 224 unless said.
 * @param field where a person wrote the name: begins the sentence of an error
 * @throws {InputError} if there is none of that name; the sentence tells the nearest
 */
export function findArchitecture(id: string, field = 'backbone'): Architecture {
  const [, familyName = '', sizeName = '', patch, registers, image] = pattern.exec(shortNames[id] ?? id) ?? [];
  const family = Object.hasOwn(families, familyName) ? families[familyName] : undefined;
  const size = family?.sizes.find(name => name === sizeName);
  const patchSize = Number(patch);
  const imageSize = image === undefined ? family?.imageSize : Number(image);
  if (!family || !size || imageSize === undefined || (registers !== undefined && !family.registers)) {
    const meant = nearestArchitecture(id);
    const advice =
      meant === undefined
        ? `: use one of ${architectureIds.join(', ')}, or another patch and image size of the same pattern.`
        : `; did you mean "${meant}"?`;
    throw new InputError(`${field} is "${id}", which is not known${advice}`);
  }
  if (patchSize < 1 || imageSize < patchSize || imageSize % patchSize !== 0 || imageSize > 1024) {
    throw new InputError(
      `${field} is "${id}", but the image size must be a multiple of the patch size ${patchSize}, and at most 1024 pixels.`,
    );
  }
  return {
    id,
    patchSize,
    imageSize,
    ...shared(family, size),
    registers: registers === undefined ? 0 : 4,
    preprocessing: recipes[family.recipe](imageSize),
  };
}

/** The name that was probably meant: family and size decide, for what follows them is alike in most names. */
function nearestArchitecture(id: string): string | undefined {
  const stem = (name: string) => name.replace(/[-_]?patch.*$/, '');
  const nearestStem = nearestName(stem(id), architectureIds.map(stem));
  const [first, ...others] = architectureIds.filter(name => stem(name) === nearestStem);
  return first && (nearestName(id, [first, ...others]) ?? first);
}

/** What the names of a family and a size say, whatever the patch and the image. */
function shared(family: Family, size: Size) {
  return {
    family: 'vit',
    normEpsilon: 1e-6,
    activation: 'gelu',
    mlp: 'plain',
    layerScale: false,
    embeddingNorm: false,
    patchBias: true,
    pooling: 'cls',
    ...family.differences,
    ...sizes[size],
    projection: family.projections?.[size] ?? null,
  } as const;
}

const measurable = ['width', 'depth', 'mlpWidth', 'mlp', 'layerScale', 'embeddingNorm'] as const;

/**
 * The name of the architecture with these sizes and parts, if there is one; families that have the same tensors go by
 * the name of the first of them.
 */
export function nameOf(
  measured: Partial<Pick<Architecture, (typeof measurable)[number] | 'registers'>>,
  patchSize: number,
  imageSize: number,
): string | undefined {
  for (const [name, family] of Object.entries(families)) {
    if (measured.registers !== 0 && !(measured.registers === 4 && family.registers)) continue;
    const size = family.sizes.find(candidate =>
      measurable.every(field => measured[field] === shared(family, candidate)[field]),
    );
    if (size) return `${name}-${size}-patch${patchSize}${measured.registers === 4 ? '-reg4' : ''}-${imageSize}`;
  }
  return undefined;
}
