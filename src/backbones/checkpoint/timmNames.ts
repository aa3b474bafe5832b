import type { Layout, Source } from './layout';

/** A linear layer or a norm: its weight and its bias. */
const layer = (ours: string, theirs: string, part?: Source['part']): Record<string, Source> => ({
  [`${ours}.weight`]: { tensor: `${theirs}.weight`, part },
  [`${ours}.bias`]: { tensor: `${theirs}.bias`, part },
});

/**
 * timm's Vision Transformers (`vit_tiny_patch16_224` …). The rows of `qkv` are query, key and value, one after the
 * other; the patch embedding is a convolution over (red, green, blue), row, column, the order of our flat patches.
 */
export const timmLayout: Layout = {
  id: 'timm',
  sources: {
    cls: { tensor: 'cls_token' },
    positions: { tensor: 'pos_embed' },
    ...layer('patch', 'patch_embed.proj'),
    'patch.weight': {
      tensor: 'patch_embed.proj.weight',
      shape: ({ width, patchSize }) => [width, 3, patchSize, patchSize],
    },
    ...layer('blocks.*.q', 'blocks.*.attn.qkv', { index: 0, of: 3 }),
    ...layer('blocks.*.k', 'blocks.*.attn.qkv', { index: 1, of: 3 }),
    ...layer('blocks.*.v', 'blocks.*.attn.qkv', { index: 2, of: 3 }),
    ...layer('blocks.*.output', 'blocks.*.attn.proj'),
    ...layer('blocks.*.fc1', 'blocks.*.mlp.fc1'),
    ...layer('blocks.*.fc2', 'blocks.*.mlp.fc2'),
  },
  // timm itself drops the representation layer of its older files.
  ignored: ['pre_logits.fc.weight', 'pre_logits.fc.bias'],
};
