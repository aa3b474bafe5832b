import { type Layout, type Source, convolution, layer } from './layout';

type Sources = Readonly<Record<string, Source>>;

const embeddings: Sources = {
  cls: { tensor: 'embeddings.cls_token' },
  positions: { tensor: 'embeddings.position_embeddings' },
  registers: { tensor: 'embeddings.register_tokens' },
  ...layer('patch', 'embeddings.patch_embeddings.projection'),
  'patch.weight': convolution('embeddings.patch_embeddings.projection.weight'),
  ...layer('norm', 'layernorm'),
};

/** Attention as transformers wrote it before version 5, and still writes it into files. */
const oldAttention = (block: string): Sources => ({
  ...layer('blocks.*.q', `${block}.attention.attention.query`),
  ...layer('blocks.*.k', `${block}.attention.attention.key`),
  ...layer('blocks.*.v', `${block}.attention.attention.value`),
  ...layer('blocks.*.output', `${block}.attention.output.dense`),
});

/** Attention as transformers 5 names it in memory. */
const newAttention = (block: string): Sources => ({
  ...layer('blocks.*.q', `${block}.attention.q_proj`),
  ...layer('blocks.*.k', `${block}.attention.k_proj`),
  ...layer('blocks.*.v', `${block}.attention.v_proj`),
  ...layer('blocks.*.output', `${block}.attention.o_proj`),
});

const vitNorms = (block: string): Sources => ({
  ...layer('blocks.*.norm1', `${block}.layernorm_before`),
  ...layer('blocks.*.norm2', `${block}.layernorm_after`),
});

const plainMlp = (block: string): Sources => ({
  ...layer('blocks.*.fc1', `${block}.mlp.fc1`),
  ...layer('blocks.*.fc2', `${block}.mlp.fc2`),
});

const dinov2Block = 'encoder.layer.*';
const dinov2Rest: Sources = {
  ...layer('blocks.*.norm1', `${dinov2Block}.norm1`),
  ...layer('blocks.*.norm2', `${dinov2Block}.norm2`),
  'blocks.*.scale1': { tensor: `${dinov2Block}.layer_scale1.lambda1` },
  'blocks.*.scale2': { tensor: `${dinov2Block}.layer_scale2.lambda1` },
};

/** SwiGLU in one packed layer: the gate's rows, then fc1's. */
const packedSwiglu: Sources = {
  ...layer('blocks.*.gate', `${dinov2Block}.mlp.weights_in`, { index: 0, of: 2 }),
  ...layer('blocks.*.fc1', `${dinov2Block}.mlp.weights_in`, { index: 1, of: 2 }),
  ...layer('blocks.*.fc2', `${dinov2Block}.mlp.weights_out`),
};

const separateSwiglu: Sources = {
  ...layer('blocks.*.gate', `${dinov2Block}.mlp.gate_proj`),
  ...layer('blocks.*.fc1', `${dinov2Block}.mlp.up_proj`),
  ...layer('blocks.*.fc2', `${dinov2Block}.mlp.down_proj`),
};

const vitBlocks: readonly Sources[] = [
  {
    ...oldAttention('encoder.layer.*'),
    ...vitNorms('encoder.layer.*'),
    ...layer('blocks.*.fc1', 'encoder.layer.*.intermediate.dense'),
    ...layer('blocks.*.fc2', 'encoder.layer.*.output.dense'),
  },
  { ...newAttention('layers.*'), ...vitNorms('layers.*'), ...plainMlp('layers.*') },
];

const dinov2Blocks: readonly Sources[] = [
  { ...oldAttention(dinov2Block), ...dinov2Rest, ...plainMlp(dinov2Block) },
  { ...oldAttention(dinov2Block), ...dinov2Rest, ...packedSwiglu },
  { ...newAttention(dinov2Block), ...dinov2Rest, ...plainMlp(dinov2Block) },
  { ...newAttention(dinov2Block), ...dinov2Rest, ...separateSwiglu },
];

/** A bare model's names behind a prefix, and the classifier that stands beside it. */
function layoutOf(prefix: string, blocks: Sources, rest: Rest): Layout {
  const own = Object.entries({ ...embeddings, ...blocks });
  return {
    id: 'hugging-face',
    sources: {
      ...Object.fromEntries(own.map(([ours, source]) => [ours, { ...source, tensor: prefix + source.tensor }])),
      ...layer('head', 'classifier'),
    },
    leftAside: [
      { pattern: /^([a-z]+\.)?pooler\.dense\./, what: 'the pooler' },
      { pattern: /(^|\.)embeddings\.mask_token$/, what: 'the mask token' },
      { pattern: /^decoder\./, what: 'the decoder' },
      { pattern: /(^|\.)position_ids$/, what: 'the position ids' },
    ],
    refused: [
      {
        pattern: /(^|\.)embeddings\.distillation_token$/,
        what: 'is a distilled DeiT, whose second class token has no place here: use the one without distillation',
      },
    ],
    ...rest,
  };
}

type Rest = Pick<Layout, 'implied' | 'resampling'>;
const vit: Rest = { resampling: () => 'plain', implied: { normEpsilon: 1e-12 } };
const dinov2: Rest = {
  resampling: ({ registers }) => (registers > 0 ? 'antialiased' : 'plain'),
  implied: { normEpsilon: 1e-6 },
};
/** The classifiers of DINOv2 read CLS and the patches' mean, and only models with one have a prefix. */
const dinov2Classifier: Rest = { ...dinov2, implied: { ...dinov2.implied, pooling: 'cls-mean' } };

/**
 * Hugging Face's `ViTModel`, `ViTForImageClassification`, `ViTMAEModel`, `Dinov2Model`, `Dinov2WithRegistersModel` and
 * their classifiers, in the spelling of transformers 5 and in the one before it.
 */
export const huggingFaceLayouts: readonly Layout[] = [
  ...vitBlocks.flatMap(blocks => ['', 'vit.', 'deit.'].map(prefix => layoutOf(prefix, blocks, vit))),
  ...dinov2Blocks.flatMap(blocks => [
    layoutOf('', blocks, dinov2),
    ...['dinov2.', 'dinov2_with_registers.'].map(prefix => layoutOf(prefix, blocks, dinov2Classifier)),
  ]),
];
