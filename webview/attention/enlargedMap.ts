/**
 * A square map with each side `factor` times as long, its values interpolated bilinearly between the centres of the
 * patches; beyond the outermost centres they stay as they are.
 */
export function enlargedMap(values: Float32Array, grid: number, factor: number): Float32Array {
  const side = grid * factor;
  const places = Array.from({ length: side }, (_, i) => {
    const place = Math.min(grid - 1, Math.max(0, (i + 0.5) / factor - 0.5));
    const first = Math.min(Math.floor(place), Math.max(0, grid - 2));
    return { first, second: Math.min(first + 1, grid - 1), share: place - first };
  });
  const enlarged = new Float32Array(side * side);
  places.forEach((y, row) => {
    places.forEach((x, column) => {
      const along = (line: number) =>
        values[line * grid + x.first] * (1 - x.share) + values[line * grid + x.second] * x.share;
      enlarged[row * side + column] = along(y.first) * (1 - y.share) + along(y.second) * y.share;
    });
  });
  return enlarged;
}
