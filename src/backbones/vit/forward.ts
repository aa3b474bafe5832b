import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Operations } from '../../graph/operations';
import { type Architecture, gridSize } from '../architecture';
import type { Layer } from '../parameter';
import type { LinearTarget, Site, SiteRunner } from '../sites';

/** What a forward pass is given. */
export interface ForwardContext {
  readonly tf: Operations;
  /** The backbone's tensor of that name, frozen or trainable. */
  weight(name: string): Tensor;
  /** Everything computed by `code` belongs to this layer. */
  within<T>(layer: Layer, code: () => T): T;
  readonly sites: SiteRunner;
}

/**
 * Vision Transformer, pre-norm, CLS read-out (Dosovitskiy et al., 2020).
 *
 * The last block computes queries, attention and MLP for the CLS token alone, the only one that is read; prompts enter
 * blocks as extra keys and values. Both are exact.
 * @param images `[batch, 3, S, S]`, normalised.
 * @returns the normalised CLS token, `[batch, D]`.
 */
export function vitForward(architecture: Architecture, context: ForwardContext, images: Tensor4D): Tensor2D {
  const { tf, within, sites } = context;
  const { depth, width } = architecture;
  let tokens = within('embedding', () => embed(architecture, context, images));
  for (let layer = 0; layer < depth; layer++) {
    tokens = within(layer, () => {
      const input = sites.at('tokens', tokens, { layer, input: tokens, residual: tokens });
      return block(architecture, context, layer, input, layer === depth - 1);
    });
  }
  return within('norm', () => {
    const normalized = norm(architecture, context, 'norm', tokens, 'norm', 'norm');
    return tf.reshape(normalized, [-1, width]);
  });
}

function embed(architecture: Architecture, context: ForwardContext, images: Tensor4D): Tensor3D {
  const { tf, weight, sites } = context;
  const { width, patchSize } = architecture;
  const batch = images.shape[0];
  const grid = gridSize(architecture);
  const cells = tf.transpose(tf.reshape(images, [batch, 3, grid, patchSize, grid, patchSize]), [0, 2, 4, 1, 3, 5]);
  const pixels: Tensor3D = tf.reshape(cells, [batch, grid * grid, 3 * patchSize * patchSize]);
  const linear = tf.linear(pixels, weight('patch.weight'), weight('patch.bias'));
  const patches = sites.at('patch', linear, { layer: 'embedding', input: pixels, residual: linear });
  const cls: Tensor3D = tf.add(weight('cls'), tf.zeros([batch, 1, width]));
  return tf.add(tf.concat([cls, patches], 1), weight('positions'));
}

function block(
  architecture: Architecture,
  context: ForwardContext,
  layer: number,
  tokens: Tensor3D,
  clsAlone: boolean,
): Tensor3D {
  const { tf, sites } = context;
  const name = `blocks.${layer}`;
  const read = norm(architecture, context, `${name}.norm1`, tokens, layer, 'norm1');
  const residual = clsAlone ? firstToken(tf, tokens) : tokens;
  const asking = clsAlone ? firstToken(tf, read) : read;
  const linear = (target: LinearTarget, input: Tensor3D, stream: Tensor3D) =>
    sites.at(
      target,
      tf.linear(input, context.weight(`${name}.${target}.weight`), context.weight(`${name}.${target}.bias`)),
      { layer, input, residual: stream },
    );

  const heads = (x: Tensor3D) => splitHeads(tf, x, architecture.heads);
  const query = heads(linear('q', asking, residual));
  let key = heads(linear('k', read, tokens));
  let value = heads(linear('v', read, tokens));
  const prompts = sites.prompts(layer, tokens.shape[0]);
  if (prompts) {
    const readPrompts = norm(architecture, context, `${name}.norm1`, prompts, layer, 'norm1');
    key = prepend(tf, heads(linear('k', readPrompts, prompts)), key);
    value = prepend(tf, heads(linear('v', readPrompts, prompts)), value);
  }
  const attended = mergeHeads(tf, tf.attention(query, key, value));
  const attention = linear('output', attended, residual);
  const middle: Tensor3D = tf.add(residual, sites.at('attention', attention, { layer, input: asking, residual }));

  const wide = norm(architecture, context, `${name}.norm2`, middle, layer, 'norm2');
  const hidden = tf.gelu(linear('fc1', wide, middle));
  const mlp = linear('fc2', hidden, middle);
  const output: Tensor3D = tf.add(middle, sites.at('mlp', mlp, { layer, input: wide, residual: middle }));
  return sites.at('block', output, { layer, input: middle, residual: middle });
}

/** A layer norm and the site behind it. At the end of the network only the CLS token is there to be normalised. */
function norm(
  architecture: Architecture,
  { tf, weight, sites }: ForwardContext,
  name: string,
  input: Tensor3D,
  layer: Layer,
  site: Site,
): Tensor3D {
  const normalized = tf.layerNorm(input, weight(`${name}.weight`), weight(`${name}.bias`), architecture.normEpsilon);
  return sites.at(site, normalized, { layer, input, residual: input });
}

function firstToken(tf: Operations, tokens: Tensor3D): Tensor3D {
  return tf.slice(tokens, [0, 0, 0], [tokens.shape[0], 1, tokens.shape[2]]);
}

/** `[batch, tokens, D]` to `[batch, heads, tokens, D / heads]`. */
function splitHeads(tf: Operations, x: Tensor3D, heads: number): Tensor4D {
  const [batch, tokens, width] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
}

function mergeHeads(tf: Operations, x: Tensor4D): Tensor3D {
  const [batch, heads, tokens, width] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, tokens, heads * width]);
}

/** Puts the prompts' keys or values before the tokens'. Prompts without a batch are the same for every image. */
function prepend(tf: Operations, prompts: Tensor4D, tokens: Tensor4D): Tensor4D {
  const [batch, heads, , width] = tokens.shape;
  // Adding zeros broadcasts with a gradient that is one sum; tile's unrolls.
  const each: Tensor4D =
    prompts.shape[0] === batch ? prompts : tf.add(prompts, tf.zeros([batch, heads, prompts.shape[2], width]));
  return tf.concat([each, tokens], 2);
}
