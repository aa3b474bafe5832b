import { type Layout, type Source, convolution, layer } from './layout';

const distilled = {
  pattern: /^(dist_token|head_dist\.)/,
  what: 'is a distilled DeiT, whose second class token has no place here: use the one without distillation',
};

/**
 * timm's Vision Transformers (`vit_tiny_patch16_224`, `deit_…`, `vit_…_dinov2`, `vit_…_clip_…`), and what MAE's and
 * DINOv2's own files share with them. The rows of `qkv` are query, key and value, one after the other.
 */
export const timmLayout: Layout = {
  id: 'timm',
  sources: {
    cls: { tensor: 'cls_token' },
    // timm adds the CLS position of a network with registers to the CLS token itself.
    positions: {
      tensor: 'pos_embed',
      shape: ([one, tokens, width], { registers }) => [one, registers > 0 ? tokens - 1 : tokens, width],
    },
    registers: { tensor: 'reg_token' },
    ...layer('patch', 'patch_embed.proj'),
    'patch.weight': convolution('patch_embed.proj.weight'),
    ...layer('norm0', 'norm_pre'),
    ...layer('blocks.*.q', 'blocks.*.attn.qkv', { index: 0, of: 3 }),
    ...layer('blocks.*.k', 'blocks.*.attn.qkv', { index: 1, of: 3 }),
    ...layer('blocks.*.v', 'blocks.*.attn.qkv', { index: 2, of: 3 }),
    ...layer('blocks.*.output', 'blocks.*.attn.proj'),
    'blocks.*.scale1': { tensor: 'blocks.*.ls1.gamma' },
    ...layer('blocks.*.fc1', 'blocks.*.mlp.fc1'),
    ...layer('blocks.*.fc2', 'blocks.*.mlp.fc2'),
    'blocks.*.scale2': { tensor: 'blocks.*.ls2.gamma' },
  },
  leftAside: [
    // timm itself drops the representation layer of its older files.
    { pattern: /^pre_logits\.fc\./, what: 'the representation layer' },
    { pattern: /^mask_token$/, what: 'the mask token' },
    { pattern: /^decoder_/, what: 'the decoder' },
  ],
  refused: [distilled],
  resampling: () => 'antialiased',
  implied: {},
};

const variant = (sources: Readonly<Record<string, Source>>, changes: Partial<Layout> = {}): Layout => ({
  ...timmLayout,
  ...changes,
  sources: { ...timmLayout.sources, ...sources },
});

/** timm's SwiGLU in one packed layer: the gate's rows, then fc1's. */
const packed = variant(
  {
    ...layer('blocks.*.gate', 'blocks.*.mlp.fc1', { index: 0, of: 2 }),
    ...layer('blocks.*.fc1', 'blocks.*.mlp.fc1', { index: 1, of: 2 }),
  },
  {
    suits: shapeOf => {
      const [rows] = shapeOf('blocks.0.mlp.fc1.weight') ?? [];
      const [, columns] = shapeOf('blocks.0.mlp.fc2.weight') ?? [];
      return rows !== undefined && rows === 2 * columns;
    },
  },
);

/** DINOv2's own files, of which timm's differ where there are registers or SwiGLU. */
const dinov2 = variant(
  {
    positions: { tensor: 'pos_embed' },
    registers: { tensor: 'register_tokens' },
    ...layer('blocks.*.gate', 'blocks.*.mlp.w12', { index: 0, of: 2 }),
    ...layer('blocks.*.fc1', 'blocks.*.mlp.w12', { index: 1, of: 2 }),
    ...layer('blocks.*.fc2', 'blocks.*.mlp.w3'),
  },
  { resampling: ({ registers }) => (registers > 0 ? 'antialiased' : 'plain') },
);

const dinov2PlainMlp: Layout = {
  ...dinov2,
  sources: {
    ...dinov2.sources,
    ...layer('blocks.*.gate', 'blocks.*.mlp.gate'),
    ...layer('blocks.*.fc1', 'blocks.*.mlp.fc1'),
    ...layer('blocks.*.fc2', 'blocks.*.mlp.fc2'),
  },
};

/** `global_pool="avg"`: the norm stands behind the mean over patches. */
const meanPooled = variant(layer('norm', 'fc_norm'), { implied: { pooling: 'mean' } });

export const timmLayouts: readonly Layout[] = [timmLayout, packed, dinov2PlainMlp, dinov2, meanPooled];
