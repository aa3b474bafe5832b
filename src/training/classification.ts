/**
 * Targets of a micro-batch, `[rows, classes]`: 1 - s + s / classes at the label and s / classes elsewhere, with label
 * smoothing s (Szegedy et al., 2016). Rows beyond the labels are zero.
 */
export function smoothedTargets(
  labels: ArrayLike<number>,
  rows: number,
  classes: number,
  smoothing: number,
): Float32Array {
  const targets = new Float32Array(rows * classes);
  for (let row = 0; row < labels.length; row++) {
    targets.fill(smoothing / classes, row * classes, (row + 1) * classes);
    targets[row * classes + labels[row]] += 1 - smoothing;
  }
  return targets;
}

/** softmax of one row of logits, computed in double precision. */
export function softmax(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = values.map(value => Math.exp(value - highest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map(value => value / sum);
}

/** Sums over images; a mean is made of them at the end, so that parts can be added in any grouping. */
export interface ClassificationSums {
  readonly loss: number;
  readonly correct: number;
  readonly count: number;
}

export const noImages: ClassificationSums = { loss: 0, correct: 0, count: 0 };

/** Adds the cross-entropies (without label smoothing) and right answers of logits `[≥ labels, classes]`. */
export function addImages(
  sums: ClassificationSums,
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): ClassificationSums {
  let { loss, correct } = sums;
  for (let row = 0; row < labels.length; row++) {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = values.reduce((total, value) => total + Math.exp(value - highest), 0);
    loss += highest + Math.log(sum) - values[labels[row]];
    if (values.indexOf(highest) === labels[row]) correct++;
  }
  return { loss, correct, count: sums.count + labels.length };
}

/** Mean loss and accuracy. */
export function meansOf({ loss, correct, count }: ClassificationSums): { loss: number; accuracy: number } {
  return { loss: loss / count, accuracy: correct / count };
}
