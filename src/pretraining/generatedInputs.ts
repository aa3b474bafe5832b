import { ImageStore } from '../data/imageStore';
import type { Item } from '../data/item';
import type { Preprocessing } from '../protocol/preprocessing';
import type { CompiledNetwork } from '../training/compiledNetwork';
import { names } from '../training/gradientGraph';
import { ImageInputs, type LoadedImages } from '../training/imageInputs';
import type { ImageSource } from './imageSource';

/** Gives a training the next images of a source, whichever items it asks for. */
export class GeneratedInputs extends ImageInputs {
  constructor(
    network: CompiledNetwork,
    preprocessing: Preprocessing,
    private readonly source: ImageSource,
  ) {
    super(network, new Map(), new ImageStore(preprocessing, 0), preprocessing);
  }

  override async load(items: readonly Item[]): Promise<LoadedImages> {
    const { images, labels } = await this.source.next();
    if (labels.length !== items.length) throw new Error(`The source gives ${labels.length} images at a time.`);
    return { data: new Map([[names.images, images]]), labels };
  }
}
