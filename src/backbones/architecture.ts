import { InputError } from '../protocol/inputError';
import type { Preprocessing } from '../protocol/preprocessing';

/** Everything about a backbone but its weights. Pure data: it loads anywhere for nothing. */
export interface Architecture {
  /** As written in an experiment, for example `vit-tiny-patch16-224`. */
  readonly id: string;
  readonly family: 'vit';
  /** Width of a token, D. */
  readonly width: number;
  /** Number of blocks, L. */
  readonly depth: number;
  /** Attention heads, H. Head width is D / H. */
  readonly heads: number;
  /** Hidden width of the MLP, M (4 D). */
  readonly mlpWidth: number;
  /** Side of a patch, in pixels. */
  readonly patchSize: number;
  /** Side of the input image, in pixels; a multiple of the patch size. */
  readonly imageSize: number;
  readonly normEpsilon: number;
  readonly preprocessing: Preprocessing;
}

const sizes = {
  nano: { width: 128, depth: 6, heads: 4 },
  tiny: { width: 192, depth: 12, heads: 3 },
  small: { width: 384, depth: 12, heads: 6 },
  base: { width: 768, depth: 12, heads: 12 },
};

const shortNames: Record<string, string> = { 'vit-nano': 'vit-nano-patch8-64' };

const pattern = /^vit-(nano|tiny|small|base)-patch(\d+)-(\d+)$/;

/** The architectures offered by name. Any other patch and image size of the same pattern works too. */
export const architectureIds = [
  'vit-nano',
  'vit-tiny-patch16-224',
  'vit-small-patch16-224',
  'vit-small-patch32-224',
  'vit-base-patch16-224',
  'vit-base-patch32-224',
] as const;

/**
 * The architecture of a name such as `vit-base-patch16-224`.
 * @throws {InputError} if the name is not `vit-{nano,tiny,small,base}-patch{P}-{S}` with S a multiple of P.
 */
export function findArchitecture(id: string): Architecture {
  const match = pattern.exec(shortNames[id] ?? id);
  if (!match) {
    throw new InputError(
      `Unknown backbone "${id}": use one of ${architectureIds.join(', ')}, or another patch and image size of the same pattern.`,
    );
  }
  const size = sizes[match[1] as keyof typeof sizes];
  const patchSize = Number(match[2]);
  const imageSize = Number(match[3]);
  if (patchSize < 1 || imageSize < patchSize || imageSize % patchSize !== 0 || imageSize > 1024) {
    throw new InputError(
      `Backbone "${id}": the image size must be a multiple of the patch size ${patchSize}, and at most 1024 pixels.`,
    );
  }
  return {
    id,
    family: 'vit',
    ...size,
    mlpWidth: 4 * size.width,
    patchSize,
    imageSize,
    normEpsilon: 1e-6,
    preprocessing: defaultPreprocessing(imageSize),
  };
}

/** timm's AugReg recipe for ImageNet sizes; small images are taken whole. */
function defaultPreprocessing(imageSize: number): Preprocessing {
  return {
    imageSize,
    resize: 'shortest-edge',
    cropFraction: imageSize >= 128 ? 0.9 : 1,
    interpolation: 'bicubic',
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  };
}

/** Patches along one side of the image. */
export function gridSize(architecture: Architecture): number {
  return architecture.imageSize / architecture.patchSize;
}
