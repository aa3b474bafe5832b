import { type AttentionMaps } from '../../inspection/attention/attentionMaps';
import { inspectAttention } from '../../inspection/attention/inspectAttention';
import {
  type TokenLayout,
  mostPrompts,
  patchCount,
  promptsOfLayer,
  tokenCount,
} from '../../inspection/attention/tokenLayout';
import { ofHead } from '../../inspection/attention/oneHead';
import { pictureOf } from '../../inspection/model/pictures';
import { encodeFloats } from '../../protocol/floats';
import { InputError } from '../../protocol/inputError';
import type { EncodedAttention } from '../../protocol/inspection';
import type { RequestContext } from '../requestContext';

/**
 * Bytes of the maps with a prompt at one end up to which those of all heads are sent. Two hundred prompts on ViT-B have
 * three times as many, which the extension host would have to take apart in one piece.
 */
const mostBytes = 2 ** 24;

/**
 * The attention of one image, for a wire.
 * @param asked.head whose maps of prompts are sent where those of all heads are too large
 * @throws {InputError} if run, checkpoint, image or head can't be had
 */
export async function attention(
  {
    run,
    checkpoint,
    image,
    head,
  }: {
    readonly run: string;
    readonly checkpoint: string | null;
    readonly image: string;
    readonly head: number | null;
  },
  { models }: Pick<RequestContext, 'models'>,
): Promise<EncodedAttention> {
  const model = await models.open(run);
  const found = await inspectAttention(model, await model.at(checkpoint), image);
  const { layout, notes, tuned, before } = found;
  if (head !== null && head >= layout.heads) {
    throw new InputError(`There is no head ${head}: the backbone has heads 0 to ${layout.heads - 1}.`);
  }
  const isLarge = tuned.patchesToPrompts.byteLength + tuned.promptsToPatches.byteLength > mostBytes;
  const sent = isLarge ? withOneHead(tuned, layout, head) : tuned;
  return {
    layers: layout.layers,
    heads: layout.heads,
    promptHeads: isLarge ? 1 : layout.heads,
    grid: layout.grid,
    prompts: mostPrompts(layout),
    promptsOfLayer: promptsOfLayer(layout),
    keysOfLayer: layout.own.map(own => own + tokenCount(layout)),
    carried: layout.carried > 0,
    picture: await pictureOf(found.image),
    notes: [...notes],
    tuned: { ...encoded(sent), predictions: [...tuned.predictions] },
    before: { ...encoded(before), predictions: [] },
  };
}

/** Of the maps of prompts those of one head alone, or of the mean over heads. */
function withOneHead(maps: AttentionMaps, layout: TokenLayout, head: number | null): AttentionMaps {
  const { layers, heads } = layout;
  const size = mostPrompts(layout) * patchCount(layout);
  const reduced = (all: Float32Array) => {
    const one = new Float32Array(layers * size);
    for (let layer = 0; layer < layers; layer++) one.set(ofHead(all, { heads, size }, layer, head), layer * size);
    return one;
  };
  return {
    ...maps,
    patchesToPrompts: reduced(maps.patchesToPrompts),
    promptsToPatches: reduced(maps.promptsToPatches),
  };
}

const encoded = (maps: AttentionMaps) => ({
  clsToPatches: encodeFloats(maps.clsToPatches),
  clsToPrompts: encodeFloats(maps.clsToPrompts),
  patchesToPrompts: encodeFloats(maps.patchesToPrompts),
  promptsToPatches: encodeFloats(maps.promptsToPatches),
  rolloutPatches: encodeFloats(maps.rolloutPatches),
  rolloutPrompts: encodeFloats(maps.rolloutPrompts),
});
