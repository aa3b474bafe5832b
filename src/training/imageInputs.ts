import { type AugmentedEpoch, loadBatch } from '../data/batches';
import type { ImageStore } from '../data/imageStore';
import type { Item } from '../data/item';
import type { Buffers } from '../engines/engine';
import type { Preprocessing } from '../protocol/preprocessing';
import type { CompiledNetwork } from './compiledNetwork';
import { names } from './gradientGraph';

/** The network's view of some images, padded to the micro-batch. */
export interface LoadedImages {
  /** By the graphs' input names. */
  readonly data: Buffers;
  readonly labels: Int32Array;
}

/**
 * Turns images into what the network's graphs read: pixels, or, where there is a frozen prefix, its values, computed
 * once per image and kept.
 */
export class ImageInputs {
  /** By path: the image's run of each of the prefix's outputs. */
  private readonly kept = new Map<string, readonly Float32Array[]>();
  /** Loads may overlap, but the prefix writes into one set of arrays: it is run for one load at a time. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly network: CompiledNetwork,
    private readonly frozen: Buffers,
    private readonly store: ImageStore,
    private readonly preprocessing: Preprocessing,
  ) {}

  /** @param items at most a micro-batch. @param keep whether they will be asked for again. */
  async load(items: readonly Item[], keep: boolean, augmented?: AugmentedEpoch): Promise<LoadedImages> {
    const labels = Int32Array.from(items, item => item.label);
    const { prefix } = this.network;
    if (!prefix) return { data: new Map([[names.images, await this.pixels(items, augmented)]]), labels };

    const missing = items.filter(item => !this.kept.has(item.path));
    const made =
      missing.length > 0
        ? await this.inTurn(() => this.runPrefix(missing))
        : new Map<string, readonly Float32Array[]>();
    if (keep) for (const [path, runs] of made) this.kept.set(path, runs);
    const data = new Map<string, Float32Array>(
      prefix.graph.outputs.map(({ name }, output) => {
        const runs = items.map(item => (this.kept.get(item.path) ?? made.get(item.path) ?? [])[output]);
        const joined = new Float32Array(this.network.microBatch * runs[0].length);
        runs.forEach((run, i) => joined.set(run, i * run.length));
        return [name, joined] as const;
      }),
    );
    const needsPixels = this.network.evaluation.graph.inputs.some(input => input.name === names.images);
    if (needsPixels) data.set(names.images, await this.pixels(items));
    return { data, labels };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async pixels(items: readonly Item[], augmented?: AugmentedEpoch): Promise<Float32Array> {
    const { images } = await loadBatch(items, this.store, this.preprocessing, augmented);
    const size = 3 * this.preprocessing.imageSize ** 2;
    if (items.length === this.network.microBatch) return images;
    const padded = new Float32Array(this.network.microBatch * size);
    padded.set(images);
    return padded;
  }

  private async runPrefix(items: readonly Item[]): Promise<Map<string, readonly Float32Array[]>> {
    const { prefix, microBatch } = this.network;
    if (!prefix) throw new Error('This network has no frozen prefix.');
    const images = await this.pixels(items);
    await prefix.executable.run(new Map([...this.frozen, [names.images, images]]), prefix.outputs);
    const outputs = prefix.graph.outputs.map(({ name }) => {
      const array = prefix.outputs.get(name);
      if (!(array instanceof Float32Array)) throw new Error('A frozen prefix holds floats.');
      return array;
    });
    return new Map(
      items.map(({ path }, i) => [
        path,
        outputs.map(array => array.slice((i * array.length) / microBatch, ((i + 1) * array.length) / microBatch)),
      ]),
    );
  }
}
