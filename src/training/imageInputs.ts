import { type AugmentedEpoch, loadBatch } from '../data/batches';
import type { ImageStore } from '../data/imageStore';
import type { Item } from '../data/item';
import type { Buffers } from '../engines/engine';
import type { Preprocessing } from '../protocol/preprocessing';
import type { CompiledForward } from './compiledNetwork';
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
 *
 * How an engine rounds an image's values may depend on the image's place in the micro-batch (the last few numbers of an
 * array are often computed one by one). So each image has its place among its companions for good, and goes through the
 * prefix with them whoever asks for it first: a training that is resumed has the bits of one that never stopped.
 */
export class ImageInputs {
  /** By path: the image's run of each of the prefix's outputs. */
  private readonly kept = new Map<string, readonly Float32Array[]>();
  /** Loads may overlap, but the prefix writes into one set of arrays: it is run for one load at a time. */
  private turn: Promise<unknown> = Promise.resolve();

  /** By path: the images that this one goes through the prefix with, itself among them. */
  private readonly companions: ReadonlyMap<string, readonly Item[]>;

  /**
   * @param lasting images whose prefix is kept because they are asked for again, in micro-batches of companions. That of
   * any other is made with those that it is asked for with, each time.
   */
  constructor(
    private readonly network: CompiledForward,
    private readonly frozen: Buffers,
    private readonly store: ImageStore,
    private readonly preprocessing: Preprocessing,
    lasting: readonly (readonly Item[])[] = [],
  ) {
    this.companions = new Map(lasting.flatMap(items => items.map(({ path }) => [path, items] as const)));
  }

  /** @param items at most a micro-batch. */
  async load(items: readonly Item[], augmented?: AugmentedEpoch): Promise<LoadedImages> {
    const labels = Int32Array.from(items, item => item.label);
    const { prefix } = this.network;
    if (!prefix) return { data: new Map([[names.images, await this.pixels(items, augmented)]]), labels };

    const values = await this.inTurn(() => this.prefixOf(items));
    const data = new Map<string, Float32Array>(
      prefix.graph.outputs.map(({ name }, output) => {
        const runs = values.map(value => value[output]);
        const joined = new Float32Array(this.network.microBatch * runs[0].length);
        runs.forEach((run, i) => joined.set(run, i * run.length));
        return [name, joined] as const;
      }),
    );
    const needsPixels = this.network.evaluation.graph.inputs.some(input => input.name === names.images);
    if (needsPixels) data.set(names.images, await this.pixels(items));
    return { data, labels };
  }

  /** Of each image, its run of each of the prefix's outputs. */
  private async prefixOf(items: readonly Item[]): Promise<(readonly Float32Array[])[]> {
    const missing = items.filter(({ path }) => !this.kept.has(path));
    const others = missing.filter(({ path }) => !this.companions.has(path));
    const passing = new Map<string, readonly Float32Array[]>();
    for (const company of new Set(missing.map(({ path }) => this.companions.get(path) ?? others))) {
      const into = company === others ? passing : this.kept;
      for (const [path, runs] of await this.runPrefix(company)) into.set(path, runs);
    }
    return items.map(({ path }) => this.kept.get(path) ?? passing.get(path) ?? []);
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
