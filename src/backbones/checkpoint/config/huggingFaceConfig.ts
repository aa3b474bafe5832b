import * as z from 'zod';
import { InputError } from '../../../protocol/inputError';
import { type StatedConfig, activationOf, factsOf, parseConfig, positive, wholeNumber } from './statedConfig';

/** What a file leaves out is what its library's class has as default. */
const common = {
  hidden_size: wholeNumber.default(768),
  num_hidden_layers: wholeNumber.default(12),
  num_attention_heads: wholeNumber.default(12),
  qkv_bias: z.boolean().default(true),
};

const vit = z.object({
  ...common,
  intermediate_size: wholeNumber.default(3072),
  patch_size: wholeNumber.default(16),
  layer_norm_eps: positive.default(1e-12),
  hidden_act: z.string().default('gelu'),
});

const clipVision = z.object({
  ...vit.shape,
  patch_size: wholeNumber.default(32),
  layer_norm_eps: positive.default(1e-5),
  hidden_act: z.string().default('quick_gelu'),
});

const dinov2 = z.object({
  ...common,
  mlp_ratio: positive.default(4),
  patch_size: wholeNumber.default(14),
  layer_norm_eps: positive.default(1e-6),
  hidden_act: z.string().default('gelu'),
  use_swiglu_ffn: z.boolean().default(false),
  num_register_tokens: wholeNumber.default(0),
});

/** By `model_type`: the schema of the file, and where the vision network's own part is. */
const types: Readonly<Record<string, { readonly schema: typeof vit | typeof clipVision | typeof dinov2 }>> = {
  vit: { schema: vit },
  deit: { schema: vit },
  vit_mae: { schema: vit },
  dinov2: { schema: dinov2 },
  dinov2_with_registers: { schema: dinov2.extend({ num_register_tokens: wholeNumber.default(4) }) },
  clip_vision_model: { schema: clipVision },
};

const model = z.object({ model_type: z.string(), vision_config: z.unknown().optional() });

/**
 * What Hugging Face's `config.json` says of a network.
 * @throws {InputError} if the file is damaged, or is that of a network that is not offered
 */
export function readHuggingFaceConfig(path: string, content: unknown): StatedConfig {
  const { model_type: type, vision_config: vision } = parseConfig(model, path, content);
  if (type === 'clip') return stated(path, 'clip_vision_model', vision ?? {}, 'vision_config.');
  return stated(path, type, content, '');
}

function stated(path: string, type: string, content: unknown, prefix: string): StatedConfig {
  if (!Object.hasOwn(types, type)) {
    throw new InputError(
      `${path} is the configuration of a network of type "${type}": those offered are of type ` +
        `${Object.keys(types).join(', ')} or clip.`,
    );
  }
  const config = parseConfig<z.infer<(typeof types)[string]['schema']>>(types[type].schema, path, content);
  if (!config.qkv_bias) {
    throw new InputError(`${path}: ${prefix}qkv_bias is false, and attention without biases can't be run.`);
  }
  const name = (field: string) => prefix + field;
  const swiglu = 'use_swiglu_ffn' in config && config.use_swiglu_ffn;
  return {
    path,
    facts: factsOf({
      width: [name('hidden_size'), config.hidden_size],
      depth: [name('num_hidden_layers'), config.num_hidden_layers],
      heads: [name('num_attention_heads'), config.num_attention_heads],
      mlpWidth:
        'mlp_ratio' in config
          ? [name('mlp_ratio'), dinov2MlpWidth(config.hidden_size, config.mlp_ratio, swiglu)]
          : [name('intermediate_size'), config.intermediate_size],
      mlp: 'use_swiglu_ffn' in config ? [name('use_swiglu_ffn'), swiglu ? 'swiglu' : 'plain'] : undefined,
      patchSize: [name('patch_size'), config.patch_size],
      registers:
        'num_register_tokens' in config ? [name('num_register_tokens'), config.num_register_tokens] : undefined,
    }),
    refinements: {
      normEpsilon: config.layer_norm_eps,
      ...(!swiglu && { activation: activationOf(path, name('hidden_act'), config.hidden_act) }),
    },
    notes: [],
  };
}

/** DINOv2 takes two thirds of the width for SwiGLU, rounded up to a multiple of 8. */
function dinov2MlpWidth(width: number, ratio: number, swiglu: boolean): number {
  const hidden = Math.trunc(width * ratio);
  return swiglu ? Math.floor((Math.trunc((hidden * 2) / 3) + 7) / 8) * 8 : hidden;
}
