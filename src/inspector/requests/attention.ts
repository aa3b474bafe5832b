import { type AttentionMaps } from '../../inspection/attention/attentionMaps';
import { inspectAttention } from '../../inspection/attention/inspectAttention';
import { mostPrompts, promptsOfLayer } from '../../inspection/attention/tokenLayout';
import { pictureOf } from '../../inspection/model/pictures';
import { encodeFloats } from '../../protocol/floats';
import type { EncodedAttention } from '../../protocol/inspection';
import type { RequestContext } from '../requestContext';

/** The attention of one image, for a wire. @throws {InputError} if run, checkpoint or image can't be had */
export async function attention(
  { run, checkpoint, image }: { readonly run: string; readonly checkpoint: string | null; readonly image: string },
  { models }: Pick<RequestContext, 'models'>,
): Promise<EncodedAttention> {
  const model = await models.open(run);
  const found = await inspectAttention(model, await model.at(checkpoint), image);
  const { layout, notes, tuned, before } = found;
  return {
    layers: layout.layers,
    heads: layout.heads,
    grid: layout.grid,
    prompts: mostPrompts(layout),
    promptsOfLayer: promptsOfLayer(layout),
    carried: layout.carried > 0,
    picture: await pictureOf(found.image),
    notes: notes.map(({ sentence }) => sentence),
    tuned: { ...encoded(tuned), predictions: [...tuned.predictions] },
    before: { ...encoded(before), predictions: [] },
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
