import { type TemplateResult, html } from 'lit/html.js';
import type { MetricsChart } from '../../src/protocol/metricsPanel';
import { partOf } from './chartLines';
import { valueWords } from './formats';
import type { PageModel } from './pageModel';

interface TableColumn {
  readonly run: string;
  readonly part: string;
  readonly values: ReadonlyMap<number, number>;
}

/** The columns of a chart's table, run by run, and the epochs that any of them has, the last first. */
export function tableOf(
  chart: MetricsChart,
  { runs, curves, words }: Pick<PageModel, 'runs' | 'curves' | 'words'>,
): { readonly columns: readonly TableColumn[]; readonly epochs: readonly number[] } {
  const columns = runs.flatMap(({ run, title }) => {
    const { epoch, columns: series } = curves.get(run)?.epochs ?? { epoch: new Float64Array(), columns: [] };
    return series.flatMap(({ series: name, y }) => {
      const part = partOf(chart, name, words);
      if (part === undefined) return [];
      return [{ run: title, part, values: new Map(Array.from(epoch, (number, i) => [number, y[i]])) }];
    });
  });
  const epochs = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => b - a);
  return { columns, epochs };
}

/** What a chart shows as a table: a row for each epoch that is finished, newest first. */
export function epochTable(chart: MetricsChart, model: PageModel): TemplateResult {
  const { words } = model;
  const { columns, epochs } = tableOf(chart, model);
  return html`<div class="table" tabindex="0" role="region" aria-label=${`${words.charts[chart]}: ${words.table}`}>
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">${words.epoch}</th>
          ${columns.map(({ run, part }) => html`<th scope="col" class="number">${run}${part ? html`<br />${part}` : ''}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${epochs.map(
          epoch =>
            html`<tr>
              <th scope="row" class="number">${epoch}</th>
              ${columns.map(({ values }) => html`<td class="number">${valueWords(chart, values.get(epoch) ?? null)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${epochs.length === 0 ? html`<p class="muted">${words.noPoints}</p>` : ''}
  </div>`;
}
