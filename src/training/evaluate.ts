import { loadingAhead } from '../data/batches';
import type { Item } from '../data/item';
import { type Buffers, bound } from '../engines/engine';
import { type ClassificationSums, addImages, noImages } from './classification';
import type { CompiledForward } from './compiledNetwork';
import { names } from './gradientGraph';
import type { ImageInputs } from './imageInputs';
import { chunks } from './microBatch';
import { othersTurn } from './othersTurn';

/** Logits `[≥ labels, classes]`, which are overwritten later, and the labels of a few images. */
export type OnAnswers = (logits: Float32Array, labels: Int32Array) => void;

/** Who follows an evaluation, and may end it. */
export interface EvaluationObserver {
  /** Told of what the network made of some images. */
  onAnswers?: OnAnswers;
  /** Asked before each micro-batch, which waits for the answer. */
  goOn?(): boolean | Promise<boolean>;
}

/**
 * Classifies every item with the given tensors.
 * @returns sums over the items, or over fewer if it was not to go on.
 */
export async function evaluate(
  network: CompiledForward,
  inputs: ImageInputs,
  tensors: Buffers,
  items: readonly Item[],
  classes: number,
  observer: EvaluationObserver = {},
): Promise<ClassificationSums> {
  const { executable, outputs } = network.evaluation;
  let sums = noImages;
  const loads = chunks(items, network.microBatch).map(chunk => () => inputs.load(chunk));
  for await (const { data, labels } of loadingAhead(loads)) {
    await othersTurn();
    if (observer.goOn && !(await observer.goOn())) break;
    await executable.run(new Map([...tensors, ...data]), outputs);
    const logits = bound(outputs, names.logits);
    if (!(logits instanceof Float32Array)) throw new Error('Logits are floats.');
    observer.onAnswers?.(logits, labels);
    sums = addImages(sums, logits, labels, classes);
  }
  return sums;
}
