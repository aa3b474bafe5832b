import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { CompareColumn, CompareRow, CompareWords } from '../../src/protocol/comparePanel';
import { runKey } from '../bridge/chartKeys';
import { runStroke } from '../bridge/chartTheme';
import { clockWords, filled, numbers, shareWords } from '../bridge/chartWords';
import { type PageActions, type PageModel, sortedRows } from './pageModel';

const unknown = '–';
const signed = () => numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const percent = (share: number) => numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(100 * share);

interface Column {
  readonly id: CompareColumn;
  readonly title: string;
  readonly cell: (row: CompareRow) => string;
}

/** The columns of numbers, from left to right. */
function numericColumns(words: CompareWords): Column[] {
  const whole = (value: number | null) => (value === null ? unknown : numbers({}).format(value));
  return [
    {
      id: 'test',
      title: words.test,
      cell: ({ test }) => (test ? `${shareWords(test.value)} [${percent(test.low)}, ${percent(test.high)}]` : unknown),
    },
    {
      id: 'difference',
      title: words.difference,
      cell: ({ difference }) =>
        difference === null ? unknown : `${signed().format(100 * difference)} ${words.points}`,
    },
    { id: 'trainable', title: words.trainable, cell: ({ trainable }) => whole(trainable) },
    { id: 'head', title: words.head, cell: ({ head }) => whole(head) },
    {
      id: 'validation',
      title: words.validation,
      cell: ({ validation }) => (validation === null ? unknown : shareWords(validation)),
    },
    { id: 'seeds', title: words.seeds, cell: ({ runs }) => whole(runs.length) },
    { id: 'seconds', title: words.time, cell: ({ seconds }) => (seconds === null ? unknown : clockWords(seconds)) },
    {
      id: 'memoryBytes',
      title: words.memory,
      cell: ({ memoryBytes }) =>
        memoryBytes === null ? unknown : `${numbers({ maximumFractionDigits: 2 }).format(memoryBytes / 1e9)} GB`,
    },
  ];
}

/** The comparison as a table: a row for each experiment, its runs' seeds together. */
export function rowTable(model: PageModel, actions: PageActions): TemplateResult {
  const { words, state, comparison } = model;
  const columns = numericColumns(words);
  const head = (id: CompareColumn, title: string, isNumber: boolean) => {
    const isSorted = state.sort?.column === id;
    const order = isSorted ? (state.sort?.descending ? 'descending' : 'ascending') : 'none';
    return html`<th scope="col" class=${isNumber ? 'number' : ''} aria-sort=${order}>
      <button class="sort" @click=${() => actions.sort(id)}>
        ${title}<span class="arrow" aria-hidden="true"
          >${order === 'none' ? '' : order === 'ascending' ? '↑' : '↓'}</span
        >
      </button>
    </th>`;
  };
  const texts: readonly [CompareColumn, string][] = [
    ['name', words.experiment],
    ['method', words.method],
  ];
  return html`<div class="table" tabindex="0" role="region" aria-label=${words.title}>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.baseline}</th>
          ${texts.map(([id, title]) => head(id, title, false))} ${columns.map(({ id, title }) => head(id, title, true))}
          ${head('backbone', words.backbone, false)}
        </tr>
      </thead>
      <tbody>
        ${sortedRows(comparison.rows, state.sort).map(row => bodyRow(row, columns, model, actions))}
      </tbody>
    </table>
  </div>`;
}

function bodyRow(
  row: CompareRow,
  columns: readonly Column[],
  { words, comparison, theme }: PageModel,
  actions: PageActions,
): TemplateResult {
  const isBaseline = row.row === comparison.baseline;
  return html`<tr class=${isBaseline ? 'baseline' : ''}>
    <td>
      <input
        type="radio"
        name="baseline"
        aria-label=${filled(words.makeBaseline, row.name)}
        .checked=${isBaseline}
        @change=${() => actions.baseline(row.row)}
      />
    </td>
    <th scope="row">
      <span class="row-name" title=${row.runs.map(({ title }) => title).join(', ')}>
        ${row.runs.map(run => runKey({ ...runStroke(run, theme), width: 2.5 }))}${row.name}
      </span>
      ${
        row.unfair.length > 0
          ? html`<span class="unfair">${words.notComparable}: ${row.unfair.join(', ')}</span>`
          : nothing
      }
    </th>
    <td class="method">${row.method}</td>
    ${columns.map(({ cell }) => html`<td class="number">${cell(row)}</td>`)}
    <td>${row.backbone}</td>
  </tr>`;
}
