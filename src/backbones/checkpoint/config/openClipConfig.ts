import * as z from 'zod';
import { InputError } from '../../../protocol/inputError';
import {
  type StatedConfig,
  type StatedImages,
  factsOf,
  maybe,
  parseConfig,
  positive,
  threeNumbers,
  wholeNumber,
} from './statedConfig';

const data = z.object({
  mean: maybe(threeNumbers),
  std: maybe(threeNumbers),
  interpolation: z.enum(['bicubic', 'bilinear']).default('bicubic'),
  resize_mode: z.enum(['shortest', 'squash', 'longest']).default('shortest'),
});

const schema = z.object({
  model_cfg: z.object({
    quick_gelu: z.boolean().default(false),
    vision_cfg: z.object({
      timm_model_name: maybe(z.string()),
      layers: z.union([wholeNumber, z.array(wholeNumber)]).default(12),
      width: wholeNumber.default(768),
      head_width: wholeNumber.default(64),
      mlp_ratio: positive.default(4),
      patch_size: wholeNumber.default(16),
      pool_type: z.string().default('tok'),
      attentional_pool: z.union([z.boolean(), z.string()]).default(false),
    }),
  }),
  preprocess_cfg: data.optional(),
});

/**
 * What OpenCLIP's `open_clip_config.json` says of its image tower.
 * @throws {InputError} if the file is damaged, or is that of a network that is not offered
 */
export function readOpenClipConfig(path: string, content: unknown): StatedConfig {
  const { model_cfg: model, preprocess_cfg: images } = parseConfig(schema, path, content);
  const vision = model.vision_cfg;
  if (vision.timm_model_name !== undefined || Array.isArray(vision.layers) || vision.attentional_pool !== false) {
    throw new InputError(
      `${path} is that of an image tower that is not CLIP's Vision Transformer, which can't be run.`,
    );
  }
  if (vision.pool_type !== 'tok') {
    throw new InputError(`${path}: vision_cfg.pool_type is "${vision.pool_type}", and only "tok" can be run.`);
  }
  return {
    path,
    facts: factsOf({
      width: ['vision_cfg.width', vision.width],
      depth: ['vision_cfg.layers', vision.layers],
      heads: ['vision_cfg.width / head_width', vision.width / vision.head_width],
      mlpWidth: ['vision_cfg.width * mlp_ratio', Math.trunc(vision.width * vision.mlp_ratio)],
      patchSize: ['vision_cfg.patch_size', vision.patch_size],
    }),
    refinements: { activation: model.quick_gelu ? 'quick-gelu' : 'gelu' },
    ...(images && { images: imagesOf(path, images) }),
    notes: [],
  };
}

function imagesOf(path: string, { mean, std, interpolation, resize_mode: mode }: z.infer<typeof data>): StatedImages {
  return {
    path,
    preprocessing: {
      ...(mean && { mean }),
      ...(std && { std }),
      interpolation,
      resize: mode === 'squash' ? 'squash' : 'shortest-edge',
      cropFraction: 1,
    },
    notes:
      mode === 'longest'
        ? [`${path}: resize_mode "longest" is not offered, so the shortest edge is fitted and the centre cropped.`]
        : [],
  };
}
