/** A cell of a grid, by its row and column. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A grid of coloured cells, in pixels: where its first cell begins, and how large each is. */
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Pixels that many columns take together, unless cells would be too small to point at. */
const widest = 480;
const least = 3;
const most = 14;
/** Rows up to which a cell may be higher than wide. */
const fewRows = 48;

/** The size of a grid: cells as large as there is room for. */
export function gridSize(rows: number, columns: number): GridSize {
  const cellWidth = Math.min(most, Math.max(least, Math.floor(widest / columns)));
  return { rows, columns, left: 56, top: 20, cellWidth, cellHeight: rows <= fewRows ? most : cellWidth };
}

/** The cell at a place, in pixels from the grid's corner; null beside the cells. */
export function cellAt(
  x: number,
  y: number,
  { rows, columns, left, top, cellWidth, cellHeight }: GridSize,
): Cell | null {
  const [row, column] = [Math.floor((y - top) / cellHeight), Math.floor((x - left) / cellWidth)];
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** The cell that a key leads to, the first from nowhere; null for any other key. */
export function cellBeside(
  from: Cell | null,
  key: string,
  { rows, columns }: Pick<GridSize, 'rows' | 'columns'>,
): Cell | null {
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (!move) return null;
  const within = (place: number, count: number) => Math.min(count - 1, Math.max(0, place));
  return from
    ? { row: within(from.row + move[0], rows), column: within(from.column + move[1], columns) }
    : { row: 0, column: 0 };
}

/** How many cells apart names stand, so that each has the pixels that it needs. */
export function namedEvery(cell: number, needed: number): number {
  return [1, 5, 10, 20, 50, 100].find(step => step * cell >= needed) ?? 200;
}
