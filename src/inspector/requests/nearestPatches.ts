import { validationImages } from '../../inspection/images';
import { pictureOfPart } from '../../inspection/model/pictures';
import { nearestPatches as nearestOf } from '../../inspection/prompts/nearestPatches';
import type { RequestContext } from '../requestContext';

/**
 * The patches of the validation images that are nearest to a prompt.
 * @throws {InputError} if run, checkpoint, images or prompt can't be had
 */
export async function nearestPatches(
  {
    run,
    checkpoint,
    layer,
    prompt,
    limit,
  }: {
    readonly run: string;
    readonly checkpoint: string | null;
    readonly layer: number;
    readonly prompt: number;
    readonly limit: number;
  },
  { models, signal, onProgress }: Pick<RequestContext, 'models' | 'signal' | 'onProgress'>,
) {
  const model = await models.open(run);
  const items = await validationImages(model);
  const nearest = await nearestOf(
    model,
    await model.at(checkpoint),
    items,
    { layer, prompt },
    {
      signal,
      onProgress: (done, total) => onProgress('comparing patches', done, total),
    },
  );
  const side = model.network.architecture.patchSize;
  const patches = await Promise.all(
    nearest.slice(0, limit).map(async ({ similarity, what: { item, row, column } }) => ({
      file: item.file,
      className: model.classes[item.label],
      row,
      column,
      similarity,
      picture: await pictureOfPart(await model.images.evaluated(item), {
        x: column * side,
        y: row * side,
        width: side,
        height: side,
      }),
    })),
  );
  return { patches, images: items.length };
}
