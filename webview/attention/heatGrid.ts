import { type SVGTemplateResult, type TemplateResult, html, nothing, svg } from 'lit/html.js';
import { type Cell, type GridSize, cellAt, cellBeside, gridSize, namedEvery } from './gridSize';
import type { HeatTable } from './heatTable';
import { legend } from './legend';
import { painted, placed } from './painting';

/** What a grid has beyond what a table has. */
export interface HeatGrid extends HeatTable {
  /** The cell pointed at. */
  readonly cell: Cell | null;
  /** Said while no cell is pointed at. */
  readonly hint: string;
  point(cell: Cell | null): void;
}

/**
 * A table as a picture of its colours, with the value of the cell pointed at below: two hundred prompts against each other
 * are forty thousand cells, more than a page can hold as elements. Arrow keys go from cell to cell, Enter chooses one.
 */
export function heatGrid(grid: HeatGrid): TemplateResult {
  const { titleId, rows, columns, ramp, range, cell } = grid;
  const size = gridSize(rows.length, columns.length);
  const values = Float32Array.from(
    { length: rows.length * columns.length },
    (_, at) => grid.value(Math.floor(at / columns.length), at % columns.length) ?? Number.NaN,
  );
  const value = cell && grid.value(cell.row, cell.column);
  return html`<div class="heat">
      <div
        class="cells"
        role="application"
        tabindex="0"
        aria-labelledby=${titleId}
        aria-describedby="${titleId}-cell"
        @pointermove=${(event: PointerEvent) => grid.point(under(event, size))}
        @pointerleave=${() => grid.point(null)}
        @click=${(event: MouseEvent) => choose(grid, under(event, size))}
        @keydown=${(event: KeyboardEvent) => moved(event, grid, size)}
      >
        <canvas
          class="coarse"
          aria-hidden="true"
          ${placed(size)}
          ${painted({ values, columns: columns.length, range, ramp })}
        ></canvas>
        ${labels(grid, size)}
      </div>
    </div>
    ${legend(range, ramp, value => grid.writeScale(value))}
    <p class="readout" id="${titleId}-cell" aria-live="polite">
      ${
        cell && value !== null
          ? grid.describe(cell.row, cell.column, value)
          : html`<span class="muted">${grid.hint}</span>`
      }
    </p>`;
}

/** Names of rows and columns around the cells, sums behind them, and frames around the chosen cell and that pointed at. */
function labels(grid: HeatGrid, size: GridSize): TemplateResult {
  const { rows, columns, corner, total, cell } = grid;
  const { left, top, cellWidth, cellHeight } = size;
  const right = left + cellWidth * columns.length;
  const middle = (row: number) => top + (row + 0.5) * cellHeight;
  const eachRow = namedEvery(cellHeight, 14);
  const eachColumn = namedEvery(cellWidth, 34);
  const text = (x: number, y: number, anchor: string, words: string) =>
    svg`<text x=${x} y=${y} text-anchor=${anchor} dominant-baseline="middle">${words}</text>`;
  return html`<svg width=${right + (total ? 60 : 20)} height=${middle(rows.length)} aria-hidden="true">
    ${text(left - 8, top / 2, 'end', corner)}
    ${columns.map((name, column) =>
      column % eachColumn === 0 ? text(left + (column + 0.5) * cellWidth, top / 2, 'middle', name) : nothing,
    )}
    ${rows.map((name, row) => (row % eachRow === 0 ? text(left - 8, middle(row), 'end', name) : nothing))}
    ${total ? text(right + 50, top / 2, 'end', total.title) : nothing}
    ${total ? rows.map((_, row) => text(right + 50, middle(row), 'end', total.of(row))) : nothing}
    ${chosenCell(grid).map(chosen => frame(chosen, size, 'chosen'))} ${cell ? frame(cell, size, 'pointed') : nothing}
  </svg>`;
}

function frame({ row, column }: Cell, { left, top, cellWidth, cellHeight }: GridSize, name: string): SVGTemplateResult {
  const [x, y] = [left + column * cellWidth, top + row * cellHeight];
  const box = (className: string, by: number) =>
    svg`<rect class=${className} x=${x - by} y=${y - by} width=${cellWidth + 2 * by} height=${cellHeight + 2 * by} />`;
  return svg`<g class=${name}>${box('halo', 1)}${box('', 1)}</g>`;
}

function chosenCell({ rows, columns, isChosen }: HeatGrid): Cell[] {
  if (!isChosen) return [];
  const row = rows.findIndex((_, index) => columns.some((_column, column) => isChosen(index, column)));
  return row < 0 ? [] : [{ row, column: columns.findIndex((_, column) => isChosen(row, column)) }];
}

function choose(grid: HeatGrid, cell: Cell | null): void {
  if (cell && grid.value(cell.row, cell.column) !== null) grid.choose(cell.row, cell.column);
}

function under({ currentTarget, clientX, clientY }: MouseEvent, size: GridSize): Cell | null {
  if (!(currentTarget instanceof HTMLElement)) return null;
  const { left, top } = currentTarget.getBoundingClientRect();
  return cellAt(clientX - left, clientY - top, size);
}

function moved(event: KeyboardEvent, grid: HeatGrid, size: GridSize): void {
  if (event.key === 'Escape') grid.point(null);
  const isChoice = event.key === 'Enter' || event.key === ' ';
  if (isChoice) choose(grid, grid.cell);
  const next = cellBeside(grid.cell ?? chosenCell(grid).at(0) ?? null, event.key, size);
  if (next) grid.point(next);
  if (next || isChoice) event.preventDefault();
}
