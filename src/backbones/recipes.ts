import type { Preprocessing } from '../protocol/preprocessing';

/** How a family's own evaluation treats images: what holds where no file beside a checkpoint says otherwise. */
export type Recipe = 'augreg' | 'imagenet' | 'clip';

export const recipes: Readonly<Record<Recipe, (imageSize: number) => Preprocessing>> = {
  /** timm's AugReg recipe for ImageNet sizes; small images are taken whole. */
  augreg: imageSize => ({
    imageSize,
    resize: 'shortest-edge',
    cropFraction: imageSize >= 128 ? 0.9 : 1,
    interpolation: 'bicubic',
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  }),
  /** DeiT, MAE and DINOv2 evaluate 224 pixels out of 256, with ImageNet's own mean and deviation. */
  imagenet: imageSize => ({
    imageSize,
    resize: 'shortest-edge',
    cropFraction: 0.875,
    interpolation: 'bicubic',
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  }),
  clip: imageSize => ({
    imageSize,
    resize: 'shortest-edge',
    cropFraction: 1,
    interpolation: 'bicubic',
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  }),
};
