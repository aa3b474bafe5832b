/**
 * Signed distances to the edge of a figure, positive inside, sampled at the centres of a square grid over
 * [-extent, extent]². Distances are in the figure's units: its longer side goes from -1 to 1.
 */
export interface DistanceField {
  readonly size: number;
  readonly extent: number;
  readonly values: Float32Array;
  /** Largest value: half the width of the thickest stroke. */
  readonly deepest: number;
}

/** Straight pieces of an outline: x1, y1, x2, y2 each. */
export type Segments = readonly number[];

/** The field of a filled outline by the non-zero rule. */
export function outlineField(segments: Segments, size: number, extent: number): DistanceField {
  const values = new Float32Array(size * size);
  let deepest = 0;
  for (let row = 0; row < size; row++) {
    const y = gridPosition(row, size, extent);
    for (let column = 0; column < size; column++) {
      const x = gridPosition(column, size, extent);
      let nearest = Infinity;
      let winding = 0;
      for (let i = 0; i < segments.length; i += 4) {
        const [x1, y1, x2, y2] = [segments[i], segments[i + 1], segments[i + 2], segments[i + 3]];
        const square = squaredDistance(x, y, x1, y1, x2, y2);
        if (square < nearest) nearest = square;
        if (y1 <= y !== y2 <= y && x1 + ((y - y1) / (y2 - y1)) * (x2 - x1) > x) winding += y2 > y1 ? 1 : -1;
      }
      const distance = Math.sqrt(nearest) * (winding === 0 ? -1 : 1);
      values[row * size + column] = distance;
      if (distance > deepest) deepest = distance;
    }
  }
  return { size, extent, values, deepest };
}

/** The field of strokes of a given radius along straight pieces. */
export function strokeField(segments: Segments, radius: number, size: number, extent: number): DistanceField {
  const values = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const y = gridPosition(row, size, extent);
    for (let column = 0; column < size; column++) {
      const x = gridPosition(column, size, extent);
      let nearest = Infinity;
      for (let i = 0; i < segments.length; i += 4) {
        const square = squaredDistance(x, y, segments[i], segments[i + 1], segments[i + 2], segments[i + 3]);
        if (square < nearest) nearest = square;
      }
      values[row * size + column] = radius - Math.sqrt(nearest);
    }
  }
  return { size, extent, values, deepest: radius };
}

function gridPosition(index: number, size: number, extent: number): number {
  return ((index + 0.5) / size - 0.5) * 2 * extent;
}

function squaredDistance(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  let along = length > 0 ? ((x - x1) * dx + (y - y1) * dy) / length : 0;
  along = along < 0 ? 0 : along > 1 ? 1 : along;
  const ex = x1 + along * dx - x;
  const ey = y1 + along * dy - y;
  return ex * ex + ey * ey;
}

/** The field at a place, linearly between the grid's points; beyond the grid, that of its border less the way there. */
export function distanceAt({ size, extent, values }: DistanceField, x: number, y: number): number {
  const last = size - 1.001;
  const gx = ((x / extent + 1) * size) / 2 - 0.5;
  const gy = ((y / extent + 1) * size) / 2 - 0.5;
  const cx = gx < 0 ? 0 : gx > last ? last : gx;
  const cy = gy < 0 ? 0 : gy > last ? last : gy;
  const beyond = ((Math.abs(gx - cx) + Math.abs(gy - cy)) * 2 * extent) / size;
  const column = Math.floor(cx);
  const row = Math.floor(cy);
  const fx = cx - column;
  const fy = cy - row;
  const at = row * size + column;
  const upper = values[at] + fx * (values[at + 1] - values[at]);
  const lower = values[at + size] + fx * (values[at + size + 1] - values[at + size]);
  return upper + fy * (lower - upper) - beyond;
}
