import type { Item } from '../data/item';
import type { RunImage } from '../protocol/inspection';
import { type Classified, classify } from './model/classify';
import type { Watching } from './model/eachBatch';
import type { InspectedModel, TensorsOfCheckpoint } from './model/inspectedModel';
import { thumbnailOf } from './model/pictures';
import { LastMadeOf } from './model/lastMade';
import { takingTurns, validationItems } from './model/validationItems';

/** Pixels of the longer side of a picture in a strip of images. */
const stripSide = 128;

const itemsOfRuns = new LastMadeOf<InspectedModel, readonly Item[]>(1);
const classified = new LastMadeOf<InspectedModel, readonly Classified[]>(8);

/** The images that the model's run validated with. @throws {InputError} if they are not there any more */
export function validationImages(model: InspectedModel): Promise<readonly Item[]> {
  return itemsOfRuns.get(model, 'validation', () => validationItems(model.run, model.classes));
}

/**
 * Images of a run's validation split with what a checkpoint makes of them: `validation`, the classes taking turns, or
 * `mistakes`, those that it takes for another class, surest first.
 * @returns at most `limit` of them, and how many there are
 * @throws {InputError} if the images are not there any more
 */
export async function imagesOfRun(
  model: InspectedModel,
  checkpoint: TensorsOfCheckpoint,
  { which, limit }: { readonly which: 'validation' | 'mistakes'; readonly limit: number },
  watching?: Watching,
): Promise<{ images: RunImage[]; total: number }> {
  const items = await validationImages(model);
  if (which === 'validation') {
    const shown = await classify(model, checkpoint, takingTurns(items).slice(0, limit), watching);
    return { images: await described(model, shown), total: items.length };
  }
  const all = await classified.get(model, checkpoint.key, () => classify(model, checkpoint, items, watching));
  const mistakes = all
    .filter(({ item, predicted }) => predicted !== item.label)
    .toSorted((a, b) => b.probability - a.probability);
  return { images: await described(model, mistakes.slice(0, limit)), total: mistakes.length };
}

function described({ classes, images }: InspectedModel, found: readonly Classified[]): Promise<RunImage[]> {
  return Promise.all(
    found.map(async ({ item, predicted, probability }) => ({
      file: item.file,
      className: classes[item.label],
      predicted: classes[predicted],
      probability,
      picture: await thumbnailOf(await images.evaluated(item), stripSide),
    })),
  );
}
