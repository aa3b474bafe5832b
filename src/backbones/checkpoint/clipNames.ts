import { type Layout, type Source, convolution, layer } from './layout';

const clsVector = (tensor: string): Source => ({ tensor, shape: ([, , width]) => [width] });
const positionsMatrix = (tensor: string): Source => ({ tensor, shape: ([, tokens, width]) => [tokens, width] });

const common = { refused: [], implied: { normEpsilon: 1e-5 } } as const;

/** Hugging Face's CLIP: `CLIPModel`, `CLIPVisionModelWithProjection`, and without the prefix `CLIPVisionModel`. */
const huggingFaceClip = (prefix: string): Layout => {
  const block = `${prefix}encoder.layers.*`;
  return {
    ...common,
    id: 'hugging-face',
    resampling: () => 'plain',
    sources: {
      cls: clsVector(`${prefix}embeddings.class_embedding`),
      positions: positionsMatrix(`${prefix}embeddings.position_embedding.weight`),
      ...layer('patch', `${prefix}embeddings.patch_embedding`),
      'patch.weight': convolution(`${prefix}embeddings.patch_embedding.weight`),
      // The library spells it so.
      ...layer('norm0', `${prefix}pre_layrnorm`),
      ...layer('blocks.*.norm1', `${block}.layer_norm1`),
      ...layer('blocks.*.q', `${block}.self_attn.q_proj`),
      ...layer('blocks.*.k', `${block}.self_attn.k_proj`),
      ...layer('blocks.*.v', `${block}.self_attn.v_proj`),
      ...layer('blocks.*.output', `${block}.self_attn.out_proj`),
      ...layer('blocks.*.norm2', `${block}.layer_norm2`),
      ...layer('blocks.*.fc1', `${block}.mlp.fc1`),
      ...layer('blocks.*.fc2', `${block}.mlp.fc2`),
      ...layer('norm', `${prefix}post_layernorm`),
      'projection.weight': { tensor: 'visual_projection.weight' },
    },
    leftAside: [
      { pattern: /^(text_model\.|text_projection\.)/, what: 'the text tower' },
      { pattern: /^logit_scale$/, what: 'the temperature' },
      { pattern: /(^|\.)position_ids$/, what: 'the position ids' },
    ],
  };
};

const block = 'visual.transformer.resblocks.*';
const inProjection = (which: string, index: number): Record<string, Source> => ({
  [`blocks.*.${which}.weight`]: { tensor: `${block}.attn.in_proj_weight`, part: { index, of: 3 } },
  [`blocks.*.${which}.bias`]: { tensor: `${block}.attn.in_proj_bias`, part: { index, of: 3 } },
});

/** OpenAI's own names of CLIP, which OpenCLIP keeps. */
const openClip: Layout = {
  ...common,
  id: 'open-clip',
  resampling: () => 'antialiased',
  sources: {
    cls: clsVector('visual.class_embedding'),
    positions: positionsMatrix('visual.positional_embedding'),
    ...layer('patch', 'visual.conv1'),
    'patch.weight': convolution('visual.conv1.weight'),
    ...layer('norm0', 'visual.ln_pre'),
    ...layer('blocks.*.norm1', `${block}.ln_1`),
    ...inProjection('q', 0),
    ...inProjection('k', 1),
    ...inProjection('v', 2),
    ...layer('blocks.*.output', `${block}.attn.out_proj`),
    ...layer('blocks.*.norm2', `${block}.ln_2`),
    ...layer('blocks.*.fc1', `${block}.mlp.c_fc`),
    ...layer('blocks.*.fc2', `${block}.mlp.c_proj`),
    ...layer('norm', 'visual.ln_post'),
    'projection.weight': { tensor: 'visual.proj', transposed: true },
  },
  leftAside: [
    {
      pattern: /^(text\.|transformer\.|token_embedding\.|positional_embedding$|ln_final\.|text_projection$|attn_mask$)/,
      what: 'the text tower',
    },
    { pattern: /^logit_(scale|bias)$/, what: 'the temperature' },
    { pattern: /^(input_resolution|context_length|vocab_size)$/, what: 'sizes' },
  ],
};

export const clipLayouts: readonly Layout[] = [huggingFaceClip('vision_model.'), huggingFaceClip(''), openClip];
