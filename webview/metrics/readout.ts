import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { RunLine } from '../../src/protocol/metricsPanel';
import { type MetricsChart, metricsCharts, moduleSeries } from '../../src/protocol/metricsRequests';
import { runStroke } from '../bridge/chartTheme';
import { partOf } from './chartLines';
import { placeWords, valueWords } from './formats';
import { runKey } from '../bridge/chartKeys';
import type { PageModel } from './pageModel';
import { chartTitle } from './precision';

interface ReadoutRow {
  readonly chart: MetricsChart;
  readonly series: string;
  readonly name: string;
}

/** Every series that any run has, in the order of the charts. */
function rowsOf({ values, words, runs }: PageModel): ReadoutRow[] {
  const all = [...new Set(values.flatMap(run => run.values.map(({ series }) => series)))];
  return metricsCharts.flatMap(chart =>
    all.flatMap(series => {
      const part = partOf(chart, series, words);
      if (part === undefined) return [];
      const title = chartTitle(chart, { words, runs });
      const name = series.startsWith(moduleSeries) ? part : [title, part].filter(Boolean).join(', ');
      return [{ chart, series, name }];
    }),
  );
}

/** All values of all runs at the place that is looked at; of the chart under the pointer, they stand out. */
export function readout(model: PageModel): TemplateResult {
  const { look, values, runs, words, state, theme } = model;
  const seen = runs.flatMap(line => {
    const found = values.find(({ run }) => run === line.run);
    return found ? [{ line, found }] : [];
  });
  const isShown = look !== null && seen.length > 0;
  const heading = ({ line, step, epoch }: { line: RunLine; step: number; epoch: number }) =>
    html`<th scope="col" class="number">
      ${runKey({ ...runStroke(line, theme), width: 2.5 })}${line.title}
      <br /><span class="muted">${words.step} ${placeWords('step', step)} · ${words.epoch} ${epoch}</span>
    </th>`;
  return html`<div class="readout" ?hidden=${!isShown} role="status" aria-live=${look?.byKeyboard ? 'polite' : 'off'}>
    ${
      isShown
        ? html`<table>
            <thead>
              <tr>
                <td>
                  ${state.view.axis === 'step' ? nothing : `${words.axes[state.view.axis]} ${placeWords(state.view.axis, look.place)}`}
                </td>
                ${seen.map(({ line, found }) => heading({ line, step: found.step, epoch: found.epoch }))}
              </tr>
            </thead>
            <tbody>
              ${rowsOf(model).map(
                ({ chart, series, name }) =>
                  html`<tr class=${chart === look.chart ? 'here' : ''}>
                    <th scope="row">${name}</th>
                    ${seen.map(({ found }) => {
                      const value = found.values.find(one => one.series === series)?.value ?? null;
                      return html`<td class="number">${valueWords(chart, value, series)}</td>`;
                    })}
                  </tr>`,
              )}
            </tbody>
          </table>`
        : nothing
    }
  </div>`;
}

/** Puts the readout beside the pointer, within the page. */
export function placeReadout(box: HTMLElement, pointer: { readonly x: number; readonly y: number }): void {
  const gap = 16;
  const { width, height } = box.getBoundingClientRect();
  const right = pointer.x + gap + width <= innerWidth;
  box.style.left = `${Math.max(4, right ? pointer.x + gap : pointer.x - gap - width)}px`;
  box.style.top = `${Math.max(4, Math.min(pointer.y + gap, innerHeight - height - 4))}px`;
}
