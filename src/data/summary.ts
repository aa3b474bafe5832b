import type { Item } from './item';

/** How many images a data set, or a split of it, has. */
export interface DatasetSummary {
  readonly images: number;
  /** In the order of the labels. */
  readonly classes: readonly { readonly name: string; readonly images: number }[];
}

/** Counts images per class. */
export function summarizeDataset(classes: readonly string[], items: readonly Item[]): DatasetSummary {
  const counts = classes.map(() => 0);
  for (const { label } of items) counts[label]++;
  return { images: items.length, classes: classes.map((name, label) => ({ name, images: counts[label] })) };
}

/** A summary for messages: "1,797 images in 10 classes, 174 (8) to 183 (3) per class". */
export function describeDataset({ images, classes }: DatasetSummary): string {
  const total = `${counted(images, 'image', 'images')} in ${counted(classes.length, 'class', 'classes')}`;
  if (classes.length === 0) return total;
  const smallest = classes.reduce((a, b) => (b.images < a.images ? b : a));
  const largest = classes.reduce((a, b) => (b.images > a.images ? b : a));
  return smallest.images === largest.images
    ? `${total}, ${number(smallest.images)} per class`
    : `${total}, ${number(smallest.images)} (${smallest.name}) to ${number(largest.images)} (${largest.name}) per class`;
}

function counted(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
