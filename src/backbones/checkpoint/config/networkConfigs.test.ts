import { expect, test } from 'vitest';
import { InputError } from '../../../protocol/inputError';
import { readHuggingFaceConfig } from './huggingFaceConfig';
import { readOpenClipConfig } from './openClipConfig';
import type { StatedConfig } from './statedConfig';
import { readTimmConfig } from './timmConfig';

const factsOf = ({ facts }: StatedConfig) => Object.fromEntries(facts.map(({ field, value }) => [field, value]));

test("what Hugging Face's file leaves out is its class's default", () => {
  const vit = readHuggingFaceConfig('config.json', { model_type: 'vit', hidden_size: 192 });
  expect(factsOf(vit)).toEqual({ width: 192, depth: 12, heads: 12, mlpWidth: 3072, patchSize: 16 });
  expect(vit.refinements).toEqual({ normEpsilon: 1e-12, activation: 'gelu' });
  const clip = readHuggingFaceConfig('config.json', { model_type: 'clip', vision_config: { hidden_size: 1024 } });
  expect(factsOf(clip)).toEqual({ width: 1024, depth: 12, heads: 12, mlpWidth: 3072, patchSize: 32 });
  expect(clip.facts[0].said).toBe('vision_config.hidden_size');
  expect(clip.refinements).toEqual({ normEpsilon: 1e-5, activation: 'quick-gelu' });
});

test("DINOv2's SwiGLU is two thirds as wide, and registers are counted", () => {
  const giant = { hidden_size: 1536, num_hidden_layers: 40, num_attention_heads: 24, use_swiglu_ffn: true };
  const config = readHuggingFaceConfig('config.json', { model_type: 'dinov2_with_registers', ...giant });
  expect(factsOf(config)).toMatchObject({ mlpWidth: 4096, mlp: 'swiglu', registers: 4, patchSize: 14 });
  expect(factsOf(readHuggingFaceConfig('config.json', { model_type: 'dinov2' }))).toMatchObject({
    mlpWidth: 3072,
    mlp: 'plain',
    registers: 0,
  });
});

test("timm's arguments of a model go before its name, and old files have all in one object", () => {
  const mean = [0.1, 0.2, 0.3];
  const named = readTimmConfig('config.json', {
    architecture: 'vit_base_patch16_clip_quickgelu_224',
    num_features: 768,
    global_pool: 'token',
    mean,
    crop_pct: 0.95,
    crop_mode: 'squash',
    interpolation: 'bilinear',
  });
  expect(factsOf(named)).toEqual({ width: 768, heads: 12, patchSize: 16, pooling: 'cls' });
  expect(named.refinements).toEqual({ activation: 'quick-gelu' });
  expect(named.images?.preprocessing).toEqual({
    interpolation: 'bilinear',
    cropFraction: 0.95,
    resize: 'squash',
    mean,
  });
  const changed = readTimmConfig('config.json', {
    architecture: 'deit_tiny_patch16_224',
    global_pool: 'avg',
    model_args: { embed_dim: 96, num_heads: 2, patch_size: 8, act_layer: 'quick_gelu' },
    pretrained_cfg: { crop_mode: 'border', interpolation: 'random' },
  });
  expect(factsOf(changed)).toEqual({ width: 96, heads: 2, patchSize: 8, pooling: 'mean' });
  expect(changed.refinements).toEqual({ activation: 'quick-gelu' });
  expect(changed.images?.notes).toHaveLength(2);
});

test('OpenCLIP says QuickGELU or nothing of it', () => {
  const content = { model_cfg: { vision_cfg: { layers: 24, width: 1024, patch_size: 14 } } };
  const config = readOpenClipConfig('open_clip_config.json', content);
  expect(factsOf(config)).toEqual({ width: 1024, depth: 24, heads: 16, mlpWidth: 4096, patchSize: 14 });
  expect(config.refinements).toEqual({ activation: 'gelu' });
  expect(config.images).toBeUndefined();
});

const openClip = (vision: object) => ({ model_cfg: { vision_cfg: vision } });

test.each<[string, (path: string, content: unknown) => StatedConfig, unknown, string]>([
  ['a network of another type', readHuggingFaceConfig, { model_type: 'swin' }, 'of a network of type "swin"'],
  ['an inherited type', readHuggingFaceConfig, { model_type: 'toString' }, 'of a network of type "toString"'],
  ['no biases', readHuggingFaceConfig, { model_type: 'vit', qkv_bias: false }, 'qkv_bias is false'],
  [
    'another activation',
    readHuggingFaceConfig,
    { model_type: 'clip', vision_config: { hidden_act: 'gelu_new' } },
    'vision_config.hidden_act is "gelu_new", and only "gelu" or "quick_gelu" can be run',
  ],
  ['a damaged field', readHuggingFaceConfig, { model_type: 'vit', layer_norm_eps: '1e-6' }, 'field "layer_norm_eps"'],
  ["another of timm's networks", readTimmConfig, { architecture: 'resnet50' }, 'its network is resnet50'],
  [
    "another of timm's poolings",
    readTimmConfig,
    { architecture: 'vit_base_patch16_siglip_224', global_pool: 'map' },
    'global_pool is "map"',
  ],
  [
    "timm's tower in OpenCLIP",
    readOpenClipConfig,
    openClip({ timm_model_name: 'vit_base_patch16_224' }),
    "not CLIP's Vision Transformer",
  ],
  ['a ResNet in OpenCLIP', readOpenClipConfig, openClip({ layers: [3, 4, 6, 3] }), "not CLIP's Vision Transformer"],
  ['another pooling in OpenCLIP', readOpenClipConfig, openClip({ pool_type: 'avg' }), 'pool_type is "avg"'],
])('%s is refused in a sentence that names the file', (_, read, content, problem) => {
  expect(() => read('some/config.json', content)).toThrow(InputError);
  expect(() => read('some/config.json', content)).toThrow(problem);
  expect(() => read('some/config.json', content)).toThrow('some/config.json');
});
