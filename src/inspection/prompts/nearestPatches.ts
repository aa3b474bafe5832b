import type { Tensor3D } from '@tensorflow/tfjs-core';
import { gridSize } from '../../backbones/architecture';
import type { ObservedAttention } from '../../backbones/vit/forward';
import type { Item } from '../../data/item';
import { bound } from '../../engines/engine';
import { capture } from '../../graph/capture';
import type { Graph } from '../../graph/graph';
import { optimize } from '../../graph/optimize';
import { InputError } from '../../protocol/inputError';
import { type Network, captureNetwork } from '../../training/network';
import { imageInput } from '../attention/attentionGraph';
import { tokenLayout } from '../attention/tokenLayout';
import { type Watching, batchSize, eachBatch } from '../model/eachBatch';
import type { RunnableModel, TensorsOfCheckpoint } from '../model/inspectedModel';
import { LastMadeOf } from '../model/lastMade';
import { type Found, NearestFirst } from './nearestFirst';
import { promptTokens, unitRows } from './promptTokens';

/** A patch of an image, by its place in the grid. */
export interface Patch {
  readonly item: Item;
  readonly row: number;
  readonly column: number;
}

/** As many are kept of each prompt. */
export const mostPatches = 100;

/** Of each model: the nearest patches of all prompts of a layer, because they come with those of one. */
const found = new LastMadeOf<RunnableModel, readonly (readonly Found<Patch>[])[]>(32);

/**
 * The patches whose tokens, as they enter a layer, have the largest cosine with a prompt as it enters that layer.
 * @returns nearest first, at most `mostPatches`
 * @throws {InputError} if the layer has no such prompt @throws as `eachBatch`
 */
export async function nearestPatches(
  model: RunnableModel,
  { key, tensors }: TensorsOfCheckpoint,
  items: readonly Item[],
  { layer, prompt }: { readonly layer: number; readonly prompt: number },
  watching?: Watching,
): Promise<readonly Found<Patch>[]> {
  const { depth } = model.network.architecture;
  if (layer >= depth) throw new InputError(`The backbone has no layer ${layer}: its last is ${depth - 1}.`);
  const all = await found.get(model, `${key} ${layer}`, async () => {
    const program = await model.program(`nearest patches ${layer}`, () => cosineGraph(model.network, layer));
    const cosines = program.outputs.get(cosinesName);
    if (!cosines) return [];
    const grid = gridSize(model.network.architecture);
    const patches = grid ** 2;
    const prompts = cosines.length / (batchSize * patches);
    const nearest = Array.from({ length: prompts }, () => new NearestFirst<Patch>(mostPatches));
    const visit = (batch: readonly Item[]) => {
      const written = bound(program.outputs, cosinesName);
      batch.forEach((item, image) => {
        nearest.forEach((list, at) => {
          const start = (image * prompts + at) * patches;
          for (let patch = 0; patch < patches; patch++) {
            list.offer(written[start + patch], () => ({
              item,
              row: Math.floor(patch / grid),
              column: patch % grid,
            }));
          }
        });
      });
    };
    await eachBatch(model, program, tensors, items, visit, watching);
    return nearest.map(list => list.found);
  });
  if (prompt >= all.length) {
    throw new InputError(
      all.length === 0
        ? `Layer ${layer} of this model has no prompts.`
        : `Layer ${layer} of this model has no prompt ${prompt}: its last is ${all.length - 1}.`,
    );
  }
  return all[prompt];
}

const cosinesName = 'cosines';

/** Gives the cosines of each prompt with each patch, `[batch, prompts, patches]`; nothing where there are no prompts. */
function cosineGraph(network: Network, layer: number): Graph {
  return optimize(
    capture(context => {
      const { tf, output } = context;
      const seen: ObservedAttention[] = [];
      captureNetwork(network, context, imageInput(network, context, batchSize), 'evaluation', attention =>
        seen.push(attention),
      );
      const { carried, grid } = tokenLayout(
        network.architecture,
        seen.map(({ tokens }) => ({ own: 0, tokens: tokens.shape[1] })),
      );
      const { tokens } = seen[layer];
      const prompts = promptTokens(tf, seen[layer], { carried });
      if (!prompts) return;
      const [batch, count, width] = tokens.shape;
      const patches: Tensor3D = tf.slice(tokens, [0, count - grid ** 2, 0], [batch, grid ** 2, width]);
      const each = tf.add<Tensor3D>(unitRows(tf, prompts), tf.zeros([batch, prompts.shape[1], width]));
      output(cosinesName, tf.matMul(each, unitRows(tf, patches), false, true));
    }),
  );
}
