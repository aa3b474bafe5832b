import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { ObservedAttention } from '../../backbones/vit/forward';
import { bound } from '../../engines/engine';
import { capture } from '../../graph/capture';
import type { Graph } from '../../graph/graph';
import { optimize } from '../../graph/optimize';
import { names } from '../../training/gradientGraph';
import { type Network, captureNetwork } from '../../training/network';
import { imageInput } from '../attention/attentionGraph';
import { tokenLayout } from '../attention/tokenLayout';
import type { RunnableModel, TensorsOfCheckpoint } from '../model/inspectedModel';
import { promptTokens, unitRows } from './promptTokens';

export interface PromptSimilarity {
  readonly layers: number;
  /** The most prompts that any layer brings. */
  readonly prompts: number;
  /** How many prompts each layer brings; those that are carried on belong to the first, where they are learned. */
  readonly promptsOfLayer: readonly number[];
  /** Cosines, `[layers, prompts, prompts]`; zeros where a layer has fewer prompts. */
  readonly similarity: Float32Array;
}

/** How alike the prompts of each layer are as vectors. What a later layer makes of carried prompts depends on the image. */
export async function promptSimilarity(
  model: RunnableModel,
  { tensors }: TensorsOfCheckpoint,
): Promise<PromptSimilarity> {
  const { architecture } = model.network;
  const layers = architecture.depth;
  const counts = Array.from({ length: layers }, () => 0);
  const program = await model.program('prompt similarity', () => similarityGraph(model.network));
  const found = Array.from({ length: layers }, (_, layer) => program.outputs.get(similarityName(layer)));
  // The prompts do not depend on the image; the graph of carried ones names it all the same.
  const image = new Float32Array(3 * architecture.imageSize ** 2);
  await program.executable.run(new Map([...tensors, [names.images, image]]), program.outputs);
  found.forEach((array, layer) => {
    counts[layer] = Math.sqrt(array?.length ?? 0);
  });
  const prompts = Math.max(...counts);
  const similarity = new Float32Array(layers * prompts ** 2);
  counts.forEach((count, layer) => {
    if (count === 0) return;
    const own = bound(program.outputs, similarityName(layer));
    for (let row = 0; row < count; row++) {
      similarity.set(own.subarray(row * count, (row + 1) * count), (layer * prompts + row) * prompts);
    }
  });
  return { layers, prompts, promptsOfLayer: counts, similarity };
}

const similarityName = (layer: number) => `similarity.${layer}`;

function similarityGraph(network: Network): Graph {
  return optimize(
    capture(context => {
      const { tf, output } = context;
      const seen: ObservedAttention[] = [];
      captureNetwork(network, context, imageInput(network, context, 1), 'evaluation', attention =>
        seen.push(attention),
      );
      const { carried } = tokenLayout(
        network.architecture,
        seen.map(({ tokens }) => ({ own: 0, tokens: tokens.shape[1] })),
      );
      for (const attention of seen) {
        const tokens = promptTokens(tf, attention, { carried: attention.layer === 0 ? carried : 0 });
        if (!tokens) continue;
        const rows: Tensor3D = unitRows(tf, tokens);
        output(similarityName(attention.layer), tf.matMul(rows, rows, false, true));
      }
    }),
  );
}
