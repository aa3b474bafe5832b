import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { ObservedAttention } from '../../backbones/vit/forward';
import { type Capture, capture } from '../../graph/capture';
import type { Graph } from '../../graph/graph';
import type { Operations } from '../../graph/operations';
import { optimize } from '../../graph/optimize';
import { names } from '../../training/gradientGraph';
import { type Network, captureNetwork } from '../../training/network';
import { type TokenLayout, patchCount, tokenCount, tokenLayout } from './tokenLayout';

/** Names of the graph's outputs of each layer. */
export const outputs = {
  /** `[heads, keys]`: the class token's weights. */
  cls: (layer: number) => `cls.${layer}`,
  /** `[heads, prompts, patches]` */
  patchesToPrompts: (layer: number) => `patchesToPrompts.${layer}`,
  /** `[heads, prompts, patches]` */
  promptsToPatches: (layer: number) => `promptsToPatches.${layer}`,
  /** `[tokens, keys]`, the mean over heads. */
  mean: (layer: number) => `mean.${layer}`,
};

export interface AttentionGraph {
  readonly graph: Graph;
  readonly layout: TokenLayout;
}

/**
 * Forward pass of one image that gives, of each layer's softmax weights, what maps are made of, and the logits where they
 * are asked for. The weights of all tokens and heads never leave the engine.
 */
export function attentionGraph(network: Network, withLogits: boolean): AttentionGraph {
  const seen: ObservedAttention[] = [];
  let layout: TokenLayout | undefined;
  const graph = capture(context => {
    const { logits } = captureNetwork(network, context, imageInput(network, context, 1), 'evaluation', attention =>
      seen.push(attention),
    );
    if (withLogits) context.output(names.logits, logits);
    layout = tokenLayout(
      network.architecture,
      seen.map(({ tokens, prompts }) => ({ own: prompts?.tokens.shape[1] ?? 0, tokens: tokens.shape[1] })),
    );
    for (const attention of seen) context.within(attention.layer, () => outputMaps(context, attention, layout));
  });
  if (!layout) throw new Error('No attention was observed.');
  return { graph: optimize(graph), layout };
}

/** The images of a graph, `[batch, 3, S, S]`. */
export function imageInput({ architecture }: Network, { tf, input }: Capture, batch: number): Tensor4D {
  const { imageSize } = architecture;
  const shape: [number, number, number, number] = [batch, 3, imageSize, imageSize];
  return tf.reshape(input({ name: names.images, shape, role: 'image' }), shape);
}

/** softmax(q kᵀ / √d). */
function weightsOf(tf: Operations, query: Tensor4D, key: Tensor4D): Tensor4D {
  return tf.softmax(tf.matMul(tf.mul(query, 1 / Math.sqrt(query.shape[3])), key, false, true));
}

function outputMaps(
  { tf, output }: Capture,
  { layer, query, key, prompts }: ObservedAttention,
  layout: TokenLayout | undefined,
): void {
  if (!layout) return;
  const { heads, carried } = layout;
  const own = layout.own[layer];
  const patches = patchCount(layout);
  const tokens = tokenCount(layout);
  const keys = own + tokens;
  const all = weightsOf(tf, query, key);
  const part = (weights: Tensor4D, row: number, rows: number, column: number, columns: number): Tensor4D =>
    tf.slice(weights, [0, 0, row, column], [1, heads, rows, columns]);

  output(outputs.cls(layer), part(all, 0, 1, 0, keys));
  output(outputs.mean(layer), tf.mean(all, 1));
  if (own + carried === 0) return;
  const columns = [
    ...(own > 0 ? [part(all, tokens - patches, patches, 0, own)] : []),
    ...(carried > 0 ? [part(all, tokens - patches, patches, own + 1, carried)] : []),
  ];
  output(outputs.patchesToPrompts(layer), tf.transpose(joined(tf, columns, 3), [0, 1, 3, 2]));
  const rows = [
    ...(prompts ? [part(weightsOf(tf, prompts.query, key), 0, own, keys - patches, patches)] : []),
    ...(carried > 0 ? [part(all, 1, carried, keys - patches, patches)] : []),
  ];
  output(outputs.promptsToPatches(layer), joined(tf, rows, 2));
}

const joined = <T extends Tensor>(tf: Operations, parts: readonly T[], axis: number): T =>
  parts.length === 1 ? parts[0] : tf.concat([...parts], axis);
