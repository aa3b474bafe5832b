import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { CompareRow } from '../../src/protocol/comparePanel';
import type { CompareColumn } from '../../src/protocol/compareRequests';
import { runKey } from '../bridge/chartKeys';
import { runStroke } from '../bridge/chartTheme';
import { filled } from '../bridge/chartWords';
import { type NumberColumn, numberColumns } from './columns';
import { type PageActions, type PageModel, bestRows, leftOutColumns, sortedRows } from './pageModel';

interface ShownColumn extends NumberColumn {
  /** The rows that are the best in it. */
  readonly best: ReadonlySet<string>;
}

/** The comparison as a table: a row for each experiment, its runs' seeds together. */
export function rowTable(model: PageModel, actions: PageActions): TemplateResult {
  const { words, state, comparison } = model;
  const { rows } = comparison;
  const leftOut = leftOutColumns(rows);
  const columns = numberColumns(words)
    .filter(({ id }) => !leftOut.includes(id))
    .map(column => ({ ...column, best: bestRows(rows, column.id, column.text) }));
  const hasBackbone = !leftOut.includes('backbone');
  const head = (id: CompareColumn, title: string, unit: string, look = '') => {
    const isSorted = state.sort?.column === id;
    const order = isSorted ? (state.sort?.descending ? 'descending' : 'ascending') : 'none';
    return html`<th scope="col" class=${look} aria-sort=${order}>
      <button class="sort" @click=${() => actions.sort(id)}>
        ${title}<span class="arrow" aria-hidden="true"
          >${order === 'none' ? '' : order === 'ascending' ? '↑' : '↓'}</span
        >
      </button>
      <span class="unit">${unit}</span>
    </th>`;
  };
  return html`<p class="muted shared" ?hidden=${comparison.shared === ''}>${comparison.shared}</p>
    <div class="across">
      <div class="table rows" tabindex="0" role="region" aria-label=${words.title}>
        <table>
          <thead>
            <tr>
              ${head('name', words.experiment, '', 'experiment')} ${head('method', words.method, '', 'method')}
              ${columns.map(({ id, title, unit }) => head(id, title, unit, 'number'))}
              ${hasBackbone ? head('backbone', words.backbone, '') : nothing}
            </tr>
          </thead>
          <tbody>
            ${sortedRows(rows, state.sort).map(row => bodyRow(row, { columns, hasBackbone }, model, actions))}
          </tbody>
        </table>
      </div>
    </div>`;
}

function bodyRow(
  row: CompareRow,
  { columns, hasBackbone }: { readonly columns: readonly ShownColumn[]; readonly hasBackbone: boolean },
  { words, comparison, theme }: PageModel,
  actions: PageActions,
): TemplateResult {
  const isBaseline = row.row === comparison.baseline;
  const choose = filled(words.makeBaseline, row.name);
  const runs = row.runs.map(({ title }) => title).join(', ');
  return html`<tr class=${isBaseline ? 'baseline' : ''}>
    <th scope="row" class="experiment">
      <div class="row-head">
        <input
          type="radio"
          name="baseline"
          title=${choose}
          aria-label=${choose}
          .checked=${isBaseline}
          @change=${() => actions.baseline(row.row)}
        />
        <span class="row-name" title=${row.name === runs ? row.name : `${row.name}: ${runs}`}>${row.name}</span>
        ${runKey({ ...runStroke(row, theme), width: 2.5 })}
      </div>
      <div class="beneath">
        <span class="method-beneath" ?hidden=${row.method === row.name}>${row.method}</span>
        ${isBaseline ? html`<span>${words.baseline}</span>` : nothing}
        ${
          row.unfair.length > 0
            ? html`<span class="unfair" title=${words.notComparable}
                ><span class="spoken">${words.notComparable}: </span>${row.unfair.join(', ')}</span
              >`
            : nothing
        }
      </div>
    </th>
    <td class="method" title=${row.settings}>
      ${row.method}<span class="spoken">, </span>
      <div class="beneath settings">${row.settings}</div>
    </td>
    ${columns.map(column => numberCell(row, column, words.best))}
    ${hasBackbone ? html`<td>${row.backbone}</td>` : nothing}
  </tr>`;
}

function numberCell(row: CompareRow, { text, aside, best }: ShownColumn, word: string): TemplateResult {
  const isBest = best.has(row.row);
  return html`<td class=${isBest ? 'number best' : 'number'}>
    ${isBest ? html`<span aria-hidden="true" class="star">★</span><span class="spoken">${word}: </span>` : nothing}<span
      class="value"
      >${text(row)}</span
    >${aside?.(row) ?? nothing}
  </td>`;
}
