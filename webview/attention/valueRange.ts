/** The values at the ends of a colour scale. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** From the lowest to the highest value of some maps; from zero if that is asked for. Of no values: from 0 to 1. */
export function rangeOf(maps: Iterable<ArrayLike<number>>, fromZero: boolean): ValueRange {
  let low = Infinity;
  let high = -Infinity;
  for (const map of maps) {
    for (let i = 0; i < map.length; i++) {
      low = Math.min(low, map[i]);
      high = Math.max(high, map[i]);
    }
  }
  if (low > high) return { low: 0, high: 1 };
  return fromZero ? { low: Math.min(0, low), high } : { low, high };
}

/** As far below zero as above, so that zero is in the middle. @param least how far the range goes at the least */
export function rangeAroundZero(maps: Iterable<ArrayLike<number>>, least: number): ValueRange {
  const { low, high } = rangeOf(maps, false);
  const far = Math.max(Math.abs(low), Math.abs(high), least);
  return { low: -far, high: far };
}

/** Where a value lies in a range, from 0 to 1. In a range without width everything is at its middle. */
export function placeIn({ low, high }: ValueRange, value: number): number {
  if (!(high > low)) return 0.5;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
