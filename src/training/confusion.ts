/** Right and wrong answers by class: rows are the images' classes, columns what they were taken for. */
export type Confusion = number[][];

export function noConfusion(classes: number): Confusion {
  return Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
}

/** Counts the answers of logits `[≥ labels, classes]` in place. */
export function countAnswers(confusion: Confusion, logits: Float32Array, labels: ArrayLike<number>): void {
  const classes = confusion.length;
  for (let row = 0; row < labels.length; row++) {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    // As accuracy has it: the first of equal ones.
    const answer = values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity));
    if (answer >= 0) confusion[labels[row]][answer]++;
  }
}
