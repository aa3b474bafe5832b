import type { AxisRange } from '../../src/protocol/metricsRequests';

/** The least stretch that can be zoomed to, as a share of the whole. */
const finest = 1e-5;

/** A range within the whole, or null if it is the whole. */
export function clamped({ min, max }: AxisRange, end: number): AxisRange | null {
  const width = Math.min(end, Math.max(max - min, finest * end));
  const start = Math.min(Math.max(0, min), end - width);
  return width >= end ? null : { min: start, max: start + width };
}

/**
 * A range with its width changed by a factor, about a place that stays where it is.
 * @param range null: the whole, from 0 to `end`
 */
export function zoomed(range: AxisRange | null, end: number, factor: number, about?: number): AxisRange | null {
  const { min, max } = range ?? { min: 0, max: end };
  const middle = about ?? (min + max) / 2;
  return clamped({ min: middle - (middle - min) * factor, max: middle + (max - middle) * factor }, end);
}

/** A range moved by a share of its width. */
export function moved(range: AxisRange | null, end: number, by: number): AxisRange | null {
  if (range === null) return null;
  const shift = (range.max - range.min) * by;
  return clamped({ min: range.min + shift, max: range.max + shift }, end);
}
