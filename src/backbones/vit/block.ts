import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Operations } from '../../graph/operations';
import type { Architecture } from '../architecture';
import type { LinearTarget } from '../sites';
import { type ForwardContext, type ObservedAttention, clsToken, normSite } from './context';

/** One block, and the part of the forward pass around it. */
interface BlockContext extends ForwardContext {
  readonly architecture: Architecture;
  readonly layer: number;
  /** The linear layer of that name and the site behind it. */
  linear(target: LinearTarget, input: Tensor3D, residual: Tensor3D): Tensor3D;
  norm(which: 'norm1' | 'norm2', input: Tensor3D): Tensor3D;
  /** LayerScale, where the architecture has it. */
  scaled(which: 'scale1' | 'scale2', branch: Tensor3D): Tensor3D;
}

/**
 * One pre-norm block: x' = x + attention(norm1 x), x'' = x' + mlp(norm2 x').
 * @param tokens `[batch, tokens, D]`
 * @param clsAlone compute queries, attention and MLP for the CLS token alone; gives `[batch, 1, D]`
 */
export function block(
  architecture: Architecture,
  context: ForwardContext,
  layer: number,
  tokens: Tensor3D,
  clsAlone: boolean,
): Tensor3D {
  const { tf, sites } = context;
  const own = blockContext(architecture, context, layer);
  const read = own.norm('norm1', tokens);
  const residual = clsAlone ? clsToken(tf, tokens) : tokens;
  const asking = clsAlone ? clsToken(tf, read) : read;
  const attention = own.scaled('scale1', attend(own, asking, read, residual, tokens));
  const middle: Tensor3D = tf.add(residual, sites.at('attention', attention, { layer, input: asking, residual }));

  const wide = own.norm('norm2', middle);
  const mlp = own.scaled('scale2', own.linear('fc2', hidden(own, wide, middle), middle));
  const output: Tensor3D = tf.add(middle, sites.at('mlp', mlp, { layer, input: wide, residual: middle }));
  return sites.at('block', output, { layer, input: middle, residual: middle });
}

function blockContext(architecture: Architecture, context: ForwardContext, layer: number): BlockContext {
  const { tf, weight, sites } = context;
  const name = `blocks.${layer}`;
  return {
    ...context,
    architecture,
    layer,
    linear: (target, input, residual) => {
      const value = tf.linear(input, weight(`${name}.${target}.weight`), weight(`${name}.${target}.bias`));
      return sites.at(target, value, { layer, input, residual });
    },
    norm: (which, input) => normSite(context, `${name}.${which}`, input, layer, which, architecture.normEpsilon),
    scaled: (which, branch) => (architecture.layerScale ? tf.mul(branch, weight(`${name}.${which}`)) : branch),
  };
}

/** Multi-head attention. Prompts enter as extra keys and values, before the tokens'. */
function attend(
  { tf, sites, architecture, layer, linear, norm, observe }: BlockContext,
  asking: Tensor3D,
  read: Tensor3D,
  residual: Tensor3D,
  tokens: Tensor3D,
): Tensor3D {
  const heads = (x: Tensor3D) => splitHeads(tf, x, architecture.heads);
  const query = heads(linear('q', asking, residual));
  let key = heads(linear('k', read, tokens));
  let value = heads(linear('v', read, tokens));
  const prompts = sites.prompts(layer, tokens.shape[0]);
  let seenPrompts: ObservedAttention['prompts'] = null;
  if (prompts) {
    const readPrompts = norm('norm1', prompts);
    if (observe) seenPrompts = { tokens: prompts, query: heads(linear('q', readPrompts, prompts)) };
    key = prepend(tf, heads(linear('k', readPrompts, prompts)), key);
    value = prepend(tf, heads(linear('v', readPrompts, prompts)), value);
  }
  observe?.({ layer, tokens, query, key, prompts: seenPrompts });
  return linear('output', mergeHeads(tf, tf.attention(query, key, value)), residual);
}

/** What fc2 reads, `[batch, tokens, M]`. */
function hidden(
  { tf, weight, architecture, layer, linear }: BlockContext,
  input: Tensor3D,
  residual: Tensor3D,
): Tensor3D {
  const wide = linear('fc1', input, residual);
  if (architecture.mlp === 'swiglu') {
    const gate = tf.linear(input, weight(`blocks.${layer}.gate.weight`), weight(`blocks.${layer}.gate.bias`));
    return tf.mul(tf.mul(gate, tf.sigmoid(gate)), wide);
  }
  if (architecture.activation === 'quick-gelu') return tf.mul(wide, tf.sigmoid(tf.mul(wide, 1.702)));
  return tf.gelu(wide);
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
