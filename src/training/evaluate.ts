import { loadingAhead } from '../data/batches';
import type { Item } from '../data/item';
import { type Buffers, bound } from '../engines/engine';
import { type ClassificationSums, addImages, noImages } from './classification';
import type { CompiledNetwork } from './compiledNetwork';
import { names } from './gradientGraph';
import type { ImageInputs } from './imageInputs';
import { chunks } from './microBatch';
import { othersTurn } from './othersTurn';

/** Logits `[≥ labels, classes]`, which are overwritten later, and the labels of a few images. */
export type OnAnswers = (logits: Float32Array, labels: Int32Array) => void;

/**
 * Classifies every item with the given tensors.
 * @param keep whether the items will be evaluated again, so that their frozen prefix is worth keeping.
 * @param onAnswers told of what the network made of them.
 */
export async function evaluate(
  network: CompiledNetwork,
  inputs: ImageInputs,
  tensors: Buffers,
  items: readonly Item[],
  classes: number,
  keep: boolean,
  onAnswers?: OnAnswers,
): Promise<ClassificationSums> {
  const { executable, outputs } = network.evaluation;
  let sums = noImages;
  const loads = chunks(items, network.microBatch).map(chunk => () => inputs.load(chunk, keep));
  for await (const { data, labels } of loadingAhead(loads)) {
    await othersTurn();
    await executable.run(new Map([...tensors, ...data]), outputs);
    const logits = bound(outputs, names.logits);
    if (!(logits instanceof Float32Array)) throw new Error('Logits are floats.');
    onAnswers?.(logits, labels);
    sums = addImages(sums, logits, labels, classes);
  }
  return sums;
}
