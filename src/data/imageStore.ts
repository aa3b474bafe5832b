import type { Preprocessing } from '../protocol/preprocessing';
import { decodeImage } from './decode';
import type { RgbImage } from './image';
import type { Item } from './item';
import { evaluationTransform } from './transform';

type Form = 'decoded' | 'evaluated';

/**
 * Images in memory, so that each file is decoded once when they fit into a budget. What is kept first is kept for good:
 * an epoch reads every image once, and replacing the least recently used one would then miss every time.
 */
export class ImageStore {
  private readonly kept = new Map<string, RgbImage>();
  private readonly underWay = new Map<string, Promise<RgbImage>>();
  private used = 0;

  constructor(
    private readonly preprocessing: Preprocessing,
    /** Bytes of pixels to keep at most. */
    private readonly budget: number,
    private readonly decode: (file: string) => Promise<RgbImage> = decodeImage,
  ) {}

  /** Bytes of pixels that are kept. */
  get bytes(): number {
    return this.used;
  }

  /** The image as it is in its file. Rejects with `UndecodableImage`. */
  decoded(item: Item): Promise<RgbImage> {
    return this.get('decoded', item, () => this.decode(item.file));
  }

  /** The image as evaluation sees it: `imageSize` squared. Rejects with `UndecodableImage`. */
  evaluated(item: Item): Promise<RgbImage> {
    return this.get('evaluated', item, async () => {
      const decoded = this.kept.get(keyOf('decoded', item)) ?? (await this.decode(item.file));
      return evaluationTransform(decoded, this.preprocessing);
    });
  }

  private get(form: Form, item: Item, make: () => Promise<RgbImage>): Promise<RgbImage> {
    const key = keyOf(form, item);
    const kept = this.kept.get(key);
    if (kept !== undefined) return Promise.resolve(kept);
    const underWay = this.underWay.get(key);
    if (underWay !== undefined) return underWay;
    const made = make()
      .then(image => this.keep(key, image))
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, made);
    return made;
  }

  private keep(key: string, image: RgbImage): RgbImage {
    if (this.used + image.data.byteLength > this.budget) return image;
    this.kept.set(key, image);
    this.used += image.data.byteLength;
    return image;
  }
}

function keyOf(form: Form, item: Item): string {
  return `${form} ${item.file}`;
}
