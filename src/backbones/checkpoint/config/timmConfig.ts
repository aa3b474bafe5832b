import * as z from 'zod';
import { InputError } from '../../../protocol/inputError';
import type { Preprocessing } from '../../../protocol/preprocessing';
import {
  type StatedConfig,
  type StatedImages,
  activationOf,
  factsOf,
  maybe,
  parseConfig,
  positive,
  threeNumbers,
  wholeNumber,
} from './statedConfig';

const data = z.object({
  interpolation: maybe(z.string()),
  crop_pct: maybe(positive),
  crop_mode: maybe(z.string()),
  mean: maybe(threeNumbers),
  std: maybe(threeNumbers),
});

const schema = z.object({
  architecture: z.string(),
  num_features: wholeNumber.optional(),
  global_pool: maybe(z.string()),
  model_args: z
    .object({
      embed_dim: wholeNumber.optional(),
      depth: wholeNumber.optional(),
      num_heads: wholeNumber.optional(),
      patch_size: wholeNumber.optional(),
      reg_tokens: wholeNumber.optional(),
      act_layer: maybe(z.string()),
    })
    .prefault({}),
  pretrained_cfg: data.optional(),
});

const interpolations: readonly string[] = ['nearest', 'bilinear', 'bicubic', 'lanczos'];
const isInterpolation = (name: string): name is Preprocessing['interpolation'] => interpolations.includes(name);

/** Attention heads by the size in a name, which no tensor's shape tells. */
const heads: Readonly<Record<string, number | undefined>> = { tiny: 3, small: 6, base: 12, large: 16, huge: 16 };

const poolings: Readonly<Record<string, string>> = { token: 'cls', avg: 'mean' };

/**
 * What timm's `config.json` says: the architecture by timm's name (`vit_base_patch16_clip_quickgelu_224`) and how images
 * were treated.
 * @throws {InputError} if the file is damaged, or is that of a network that is not offered
 */
export function readTimmConfig(path: string, content: unknown): StatedConfig {
  const { architecture, num_features, global_pool, model_args, pretrained_cfg } = parseConfig(schema, path, content);
  const [, size, patch] = /^(?:vit|deit)_([a-z]+)_patch(\d+)_/.exec(architecture) ?? [];
  if (size === undefined) {
    throw new InputError(
      `${path} says that its network is ${architecture}, which is none of the vit_… and deit_… known.`,
    );
  }
  if (global_pool !== undefined && !Object.hasOwn(poolings, global_pool)) {
    throw new InputError(`${path}: global_pool is "${global_pool}", and only "token" or "avg" can be run.`);
  }
  // Older files have all in one object.
  const images = imagesOf(path, pretrained_cfg ?? parseConfig(data, path, content));
  return {
    path,
    facts: factsOf({
      width: model_args.embed_dim === undefined ? ['num_features', num_features] : ['embed_dim', model_args.embed_dim],
      depth: ['depth', model_args.depth],
      heads: model_args.num_heads === undefined ? ['architecture', heads[size]] : ['num_heads', model_args.num_heads],
      patchSize:
        model_args.patch_size === undefined ? ['architecture', Number(patch)] : ['patch_size', model_args.patch_size],
      registers: ['reg_tokens', model_args.reg_tokens],
      pooling: ['global_pool', global_pool && poolings[global_pool]],
    }),
    refinements: {
      activation: /_quickgelu_/.test(architecture)
        ? 'quick-gelu'
        : activationOf(path, 'act_layer', model_args.act_layer ?? 'gelu'),
    },
    images,
    notes: [],
  };
}

function imagesOf(path: string, cfg: z.infer<typeof data>): StatedImages {
  const { interpolation, crop_pct, crop_mode, mean, std } = cfg;
  const notes: string[] = [];
  if (crop_mode !== undefined && crop_mode !== 'center' && crop_mode !== 'squash') {
    notes.push(`${path}: crop_mode "${crop_mode}" is not offered, so the centre is cropped.`);
  }
  const known = interpolation !== undefined && isInterpolation(interpolation) ? interpolation : undefined;
  if (interpolation !== undefined && known === undefined) {
    notes.push(`${path}: interpolation "${interpolation}" is not offered, so another is used.`);
  }
  const preprocessing: StatedImages['preprocessing'] = {
    ...(known && { interpolation: known }),
    ...(crop_pct !== undefined && { cropFraction: Math.min(crop_pct, 1) }),
    ...(crop_mode !== undefined && { resize: crop_mode === 'squash' ? 'squash' : 'shortest-edge' }),
    ...(mean && { mean }),
    ...(std && { std }),
  };
  return { path, preprocessing, notes };
}
