import type { Item } from '../../data/item';
import { bound } from '../../engines/engine';
import { softmax } from '../../training/classification';
import { evaluationGraph } from '../../training/evaluationGraph';
import { names } from '../../training/gradientGraph';
import { type Watching, batchSize, eachBatch } from './eachBatch';
import type { InspectedModel, TensorsOfCheckpoint } from './inspectedModel';

/** An image and the class that a model takes it for. */
export interface Classified {
  readonly item: Item;
  /** Index of the most probable class. */
  readonly predicted: number;
  /** Of that class. */
  readonly probability: number;
}

/** Classifies images, in their order. @throws as `eachBatch` */
export async function classify(
  model: InspectedModel,
  { tensors }: TensorsOfCheckpoint,
  items: readonly Item[],
  watching?: Watching,
): Promise<Classified[]> {
  const program = await model.program('logits', () => evaluationGraph(model.network, batchSize, ['logits']));
  const classes = model.classes.length;
  const found: Classified[] = [];
  const visit = (batch: readonly Item[]) => {
    const logits = bound(program.outputs, names.logits);
    batch.forEach((item, i) => {
      const probabilities = softmax(logits.subarray(i * classes, (i + 1) * classes));
      const probability = Math.max(...probabilities);
      found.push({ item, predicted: probabilities.indexOf(probability), probability });
    });
  };
  await eachBatch(model, program, tensors, items, visit, watching);
  return found;
}
