import { type TemplateResult, html } from 'lit/html.js';
import type { MetricsChart } from '../../src/protocol/metricsRequests';
import { filled } from '../bridge/chartWords';
import { partOf } from './chartLines';
import { valueWords } from './formats';
import type { PageModel } from './pageModel';
import { chartTitle } from './precision';

interface TableColumn {
  readonly run: string;
  readonly series: string;
  readonly part: string;
  readonly values: ReadonlyMap<number, number>;
}

/** The columns of a chart's table, run by run, and the epochs that any of them has, the last first. */
export function tableOf(
  chart: MetricsChart,
  { runs, curves, words }: Pick<PageModel, 'runs' | 'curves' | 'words'>,
): { readonly columns: readonly TableColumn[]; readonly epochs: readonly number[] } {
  const columns = runs.flatMap(({ run, title, precision }) => {
    const table = curves.get(run)?.[chart === 'precision' ? 'precision' : 'epochs'];
    if (table === undefined || table.epoch.length === 0) return [];
    return table.columns.flatMap(({ series, y }) => {
      const part = partOf(chart, series, words);
      if (part === undefined) return [];
      const values = new Map(Array.from(table.epoch, (epoch, i) => [epoch, y[i]]));
      return [{ run: title, series, part: filled(part, precision), values }];
    });
  });
  const epochs = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => b - a);
  return { columns, epochs };
}

/** What a chart shows as a table: a row for each epoch that is finished, newest first. */
export function epochTable(chart: MetricsChart, model: PageModel): TemplateResult {
  const { words } = model;
  const { columns, epochs } = tableOf(chart, model);
  return html`<div class="table" tabindex="0" role="region" aria-label=${`${chartTitle(chart, model)}: ${words.table}`}>
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
              ${columns.map(
                ({ series, values }) =>
                  html`<td class="number">${valueWords(chart, values.get(epoch) ?? null, series)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
    ${epochs.length === 0 ? html`<p class="muted">${words.noPoints}</p>` : ''}
  </div>`;
}
