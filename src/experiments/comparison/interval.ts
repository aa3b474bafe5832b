/** A value with the ends of its 95 % confidence interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
const studentQuantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
/** 97.5 % quantile of the normal distribution. */
export const normalQuantile = 1.96;

/** The mean of no values is not a number. */
export const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The standard error of the mean of at least two values. */
export function standardError(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** The mean of at least two values and Student's interval for it. */
export function studentInterval(values: readonly number[]): Estimate {
  const value = meanOf(values);
  const half = (studentQuantiles[values.length - 2] ?? normalQuantile) * standardError(values);
  return { value, low: value - half, high: value + half };
}

/** The mean of several seeds' shares and Student's interval for it, within 0 and 1. At least two values. */
export function meanOfSeeds(values: readonly number[]): Estimate {
  const { value, low, high } = studentInterval(values);
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

/**
 * A share of right answers and the interval that comes from the number of images alone (Wilson, 1927). It says nothing
 * of how much another seed would change.
 */
export function wilson(share: number, count: number): Estimate {
  const z2 = normalQuantile ** 2;
  const centre = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (normalQuantile / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count ** 2));
  return { value: share, low: centre - half, high: centre + half };
}
