/** The most points of a series that travel to the page: more than a chart has pixels to tell apart. */
export const mostPoints = 800;

/**
 * Chooses points to draw of a series: all where there are few, else the smallest and the largest of equal stretches, so
 * that no spike is lost, and the ends. A stretch without a number is stood for by its first point, a gap.
 * @param from,to the part of the series, `to` not included
 * @returns indices into `values`, ascending
 */
export function thinned(values: Float64Array, from: number, to: number, most = mostPoints): Uint32Array {
  const length = to - from;
  if (length <= most) return Uint32Array.from({ length: Math.max(0, length) }, (_, i) => from + i);
  const stretches = Math.floor(most / 2) - 1;
  const chosen = [from];
  for (let stretch = 0; stretch < stretches; stretch++) {
    // The ends have their own places.
    const start = from + 1 + Math.floor((stretch * (length - 2)) / stretches);
    const end = from + 1 + Math.floor(((stretch + 1) * (length - 2)) / stretches);
    const [first, second] = extremes(values, start, end);
    chosen.push(first);
    if (second !== first) chosen.push(second);
  }
  chosen.push(to - 1);
  return Uint32Array.from(chosen);
}

/** Where the smallest and the largest value of a stretch are, whichever comes first. */
function extremes(values: Float64Array, start: number, end: number): [number, number] {
  let smallest = -1;
  let largest = -1;
  for (let i = start; i < end; i++) {
    if (Number.isNaN(values[i])) continue;
    if (smallest < 0 || values[i] < values[smallest]) smallest = i;
    if (largest < 0 || values[i] > values[largest]) largest = i;
  }
  if (smallest < 0) return [start, start];
  return smallest < largest ? [smallest, largest] : [largest, smallest];
}
