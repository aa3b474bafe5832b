import type { Preprocessing } from '../protocol/preprocessing';
import { RandomStream } from '../random/stream';
import { type Augmentation, cropBounds, randomlyCropped, randomlyFlipped } from './augmentation';
import { forEachConcurrently } from './concurrency';
import type { RgbImage } from './image';
import type { ImageStore } from './imageStore';
import type { Item } from './item';
import { normalizeInto } from './normalize';

/** What the network is given. */
export interface Batch {
  /** `[n, 3, imageSize, imageSize]` */
  readonly images: Float32Array;
  /** `[n]`, indices of classes */
  readonly labels: Int32Array;
  readonly items: readonly Item[];
}

/** Which random changes training images get in an epoch. They depend on the seed, the epoch and each image's path. */
export interface AugmentedEpoch {
  readonly augmentation: Augmentation;
  readonly seed: number;
  readonly epoch: number;
}

/** Images decoded at a time: enough to keep libuv's threads busy, and few enough to hold photographs in memory. */
const CONCURRENCY = 8;

/**
 * Decodes, transforms and normalises the items of one batch, in their order. Without `augmented` the images are what
 * evaluation sees. Rejects with `UndecodableImage`.
 */
export async function loadBatch(
  items: readonly Item[],
  store: ImageStore,
  preprocessing: Preprocessing,
  augmented?: AugmentedEpoch,
): Promise<Batch> {
  const size = 3 * preprocessing.imageSize ** 2;
  const images = new Float32Array(items.length * size);
  await forEachConcurrently(items, CONCURRENCY, async (item, index) => {
    const image = augmented ? await augmentedImage(item, store, preprocessing, augmented) : await store.evaluated(item);
    normalizeInto(images, index * size, image, preprocessing);
  });
  return { images, labels: Int32Array.from(items, item => item.label), items };
}

/** An image as training sees it in an epoch: `imageSize` squared. Without a random crop, evaluation's view is flipped. */
export async function augmentedImage(
  item: Item,
  store: ImageStore,
  preprocessing: Preprocessing,
  { augmentation, seed, epoch }: AugmentedEpoch,
): Promise<RgbImage> {
  const stream = new RandomStream(seed, 'augment', epoch, item.path);
  const bounds = cropBounds(augmentation);
  const image = bounds
    ? randomlyCropped(await store.decoded(item), preprocessing, bounds, stream)
    : await store.evaluated(item);
  return augmentation.flip ? randomlyFlipped(image, stream) : image;
}

/** In which order an epoch visits its `n` images: a permutation of 0 … n-1 that depends on seed and epoch alone. */
export function epochOrder(seed: number, epoch: number, n: number): number[] {
  return new RandomStream(seed, 'order', epoch).shuffled(Array.from({ length: n }, (_, index) => index));
}

/** Loads one ahead: the next load is under way while the consumer works on (and blocks the thread for) this one. */
export async function* loadingAhead<T>(loads: Iterable<() => Promise<T>>): AsyncGenerator<T, void, undefined> {
  let current: Promise<T> | undefined;
  for (const load of loads) {
    const next = load();
    // Its failure is for whoever awaits it, which may be later than Node's complaint about an unhandled rejection.
    next.catch(() => undefined);
    if (current !== undefined) yield await current;
    current = next;
  }
  if (current !== undefined) yield await current;
}
