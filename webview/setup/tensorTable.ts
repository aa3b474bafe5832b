import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { ParametersRow } from '../../src/protocol/parametersLedger';
import type { SetupState } from '../../src/protocol/setupRequests';
import type { SetupWords } from '../../src/protocol/setupWords';
import type { Actions, Contents } from './contents';
import { counted } from './numbers';

type Sort = SetupState['sort'];

const volume = ({ parameters }: ParametersRow) => parameters;

/** The rows in the order asked for; the forward order is kept among equals. */
export function sortedRows(rows: readonly ParametersRow[], { column, descending }: Sort): readonly ParametersRow[] {
  const compare: Record<Sort['column'], (a: ParametersRow, b: ParametersRow) => number> = {
    order: (a, b) => rows.indexOf(a) - rows.indexOf(b),
    name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }),
    shape: (a, b) => a.shape.length - b.shape.length || volume(a) - volume(b),
    parameters: (a, b) => volume(a) - volume(b),
  };
  if (column === 'order') return descending ? rows.toReversed() : rows;
  const direction = descending ? -1 : 1;
  return rows.toSorted((a, b) => direction * compare[column](a, b));
}

/** The rows as a table of comma-separated values with a line of titles. */
export function csvOf(rows: readonly ParametersRow[]): string {
  const lines = rows.map(({ layer, name, shape, parameters, trainable }) =>
    [layer, name, shape.join('x'), parameters, trainable].join(','),
  );
  return `${['layer,tensor,shape,parameters,trainable', ...lines].join('\n')}\n`;
}

/** The tensors that the table shows, in its order. */
export function shownRows({ setup, state }: Pick<Contents, 'setup' | 'state'>): readonly ParametersRow[] {
  const rows = setup.ledger.rows.filter(({ trainable }) => trainable || !state.trainedOnly);
  return sortedRows(rows, state.sort);
}

/** Every tensor, or every trained one, sortable by each column. */
export function tensorTable(contents: Contents, { keep }: Actions): TemplateResult {
  const { words, state } = contents;
  const { sort, trainedOnly } = state;
  const title = (column: Sort['column'], label: string, numeric = false) => {
    const isSorted = sort.column === column;
    const next = { column, descending: isSorted ? !sort.descending : column === 'parameters' };
    return html`<th
      scope="col"
      class=${numeric ? 'number' : ''}
      aria-sort=${isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" class="sort" @click=${() => keep({ sort: next })}>
        ${label}<span aria-hidden="true">${isSorted ? (sort.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>`;
  };
  return html`
    <div class="table" tabindex="0" role="group" aria-labelledby="table-title">
      <table>
        <thead>
          <tr>
            ${title('order', words.layer)} ${title('name', words.tensor)} ${title('shape', words.shape, true)}
            ${title('parameters', words.parameters, true)}
            ${trainedOnly ? nothing : html`<th scope="col">${words.trainedColumn}</th>`}
          </tr>
        </thead>
        <tbody>
          ${shownRows(contents).map(row => rowOf(row, trainedOnly, words))}
        </tbody>
      </table>
    </div>
  `;
}

const rowOf = (
  { layer, name, shape, parameters, trainable }: ParametersRow,
  trainedOnly: boolean,
  words: SetupWords,
) => html`
  <tr class=${trainedOnly ? '' : trainable ? 'trained' : 'frozen'}>
    <td>${layer}</td>
    <th scope="row">${name}</th>
    <td class="number">${shape.join(' × ')}</td>
    <td class="number">${counted(parameters)}</td>
    ${trainedOnly ? nothing : html`<td>${trainable ? words.yes : words.no}</td>`}
  </tr>
`;
