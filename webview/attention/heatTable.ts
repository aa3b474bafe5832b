import { type TemplateResult, html, nothing } from 'lit/html.js';
import { type ColourRamp } from './colourRamp';
import { coloured } from './painting';
import { type ValueRange, placeIn } from './valueRange';

/** A table whose cells are coloured by their values. */
export interface HeatTable {
  /** Id of its title. */
  readonly titleId: string;
  /** What its rows are. */
  readonly corner: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Null where there is nothing. */
  value(row: number, column: number): number | null;
  /** The value as short as a cell is. */
  write(value: number): string;
  /** The value as it stands at the end of a scale. */
  writeScale(value: number): string;
  /** The value in words, with the names of its row and column. */
  describe(row: number, column: number, value: number): string;
  readonly range: ValueRange;
  readonly ramp: ColourRamp;
  /** Written behind each row. */
  readonly total?: { readonly title: string; of(row: number): string };
  isChosen?(row: number, column: number): boolean;
  choose(row: number, column: number): void;
}

/** The table as a template. Its cells are buttons, of which one is reached by the tab key and the others by arrows. */
export function heatTable(table: HeatTable): TemplateResult {
  const { titleId, corner, rows, columns, total } = table;
  const hasChosen = rows.some((_, row) => columns.some((_, column) => table.isChosen?.(row, column)));
  return html`<div class="heat">
    <table aria-labelledby=${titleId} @keydown=${moveFocus}>
      <thead>
        <tr>
          <th scope="col">${corner}</th>
          ${columns.map(column => html`<th scope="col">${column}</th>`)}
          ${total ? html`<th scope="col" class="total">${total.title}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (name, row) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${columns.map((_, column) => cell(table, row, column, hasChosen))}
              ${total ? html`<td class="total">${total.of(row)}</td>` : nothing}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell(table: HeatTable, row: number, column: number, hasChosen: boolean): TemplateResult {
  const value = table.value(row, column);
  if (value === null) return html`<td></td>`;
  const chosen = table.isChosen?.(row, column) ?? false;
  const words = table.describe(row, column, value);
  const isStop = hasChosen ? chosen : row === 0 && column === 0;
  return html`<td>
    <button
      data-row=${row}
      data-column=${column}
      tabindex=${isStop ? 0 : -1}
      title=${words}
      aria-pressed=${table.isChosen ? String(chosen) : nothing}
      ${coloured(table.ramp, placeIn(table.range, value))}
      @click=${() => table.choose(row, column)}
    >
      <span aria-hidden="true">${table.write(value)}</span><span class="spoken">${words}</span>
    </button>
  </td>`;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function moveFocus(event: KeyboardEvent): void {
  const move = moves[event.key];
  const { currentTarget, target } = event;
  if (!move || !(currentTarget instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const [row, column] = [Number(target.dataset.row) + move[0], Number(target.dataset.column) + move[1]];
  const next = currentTarget.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`);
  event.preventDefault();
  next?.focus();
}
