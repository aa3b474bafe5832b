/**
 * The exponential mean of a series at each of its points: `weight` is that of what was before, 0 to below 1. The bias of
 * the beginning towards zero is taken out, as in Adam (Kingma and Ba, 2015). Gaps stay gaps and weigh nothing.
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  const means = new Float64Array(values.length);
  let sum = 0;
  let weights = 0;
  values.forEach((value, i) => {
    if (Number.isNaN(value)) {
      means[i] = Number.NaN;
      return;
    }
    sum = weight * sum + (1 - weight) * value;
    weights = weight * weights + (1 - weight);
    means[i] = sum / weights;
  });
  return means;
}
