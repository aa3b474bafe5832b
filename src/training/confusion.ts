/** Right and wrong answers by class: rows are the images' classes, columns what they were taken for. */
export type Confusion = number[][];

export function noConfusion(classes: number): Confusion {
  return Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
}

/** The answers of logits `[≥ labels, classes]`: a class for each label, -1 where no logit is a number. */
export function answersOf(logits: Float32Array, labels: ArrayLike<number>, classes: number): number[] {
  return Array.from(labels, (_, row) => {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    // As accuracy has it: the first of equal ones.
    return values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity));
  });
}

/** Counts answers in place. */
export function countAnswers(confusion: Confusion, answers: readonly number[], labels: ArrayLike<number>): void {
  for (const [row, answer] of answers.entries()) if (answer >= 0) confusion[labels[row]][answer]++;
}
