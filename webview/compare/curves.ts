import { type TemplateResult, html, nothing } from 'lit/html.js';
import { lineKey } from '../bridge/chartKeys';
import { runStroke } from '../bridge/chartTheme';
import { filled, shareWords } from '../bridge/chartWords';
import type { PageActions, PageModel } from './pageModel';
import { seedMarks } from './seedMarks';

/** The validation accuracy of every run: in the colour of its row, seeds told apart by marks. */
export function curves({ words, comparison, state, theme }: PageModel, actions: PageActions): TemplateResult {
  const shown = comparison.curves.filter(({ epochs }) => epochs.length > 0);
  const isTable = state.curvesAsTable;
  const rows = comparison.rows.filter(({ row }) => shown.some(curve => curve.row === row));
  return html`<section aria-labelledby="curves-title">
    <header>
      <h2 id="curves-title">${words.curvesTitle}</h2>
      <button
        class="toggle"
        aria-pressed=${isTable}
        aria-label=${`${words.curvesTitle}: ${words.asTable}`}
        @click=${() => actions.showCurvesAsTable(!isTable)}
      >
        ${words.asTable}
      </button>
    </header>
    <div class="chart" id="curves" ?hidden=${shown.length === 0 || isTable}>
      <canvas role="img" aria-label=${[words.curvesTitle, ...rows.map(({ name }) => name)].join(', ')}></canvas>
    </div>
    ${isTable ? curvesTable({ words, shown }) : nothing}
    <p class="keys">
      ${
        shown.length === 0
          ? words.noCurves
          : html`${rows.map(row => html`<span>${lineKey({ ...runStroke(row, theme), width: 2.5 })}${row.name}</span>`)}
            ${[...seedMarks(shown)].map(
              ([seed, { sign }]) =>
                html`<span><span aria-hidden="true">${sign}</span> ${filled(words.seed, seed)}</span>`,
            )}`
      }
    </p>
  </section>`;
}

function curvesTable({
  words,
  shown,
}: {
  readonly words: PageModel['words'];
  readonly shown: PageModel['comparison']['curves'];
}): TemplateResult {
  const last = Math.max(0, ...shown.map(({ epochs }) => epochs.at(-1) ?? 0));
  const columns = shown.map(({ epochs, accuracy }) => new Map(Array.from(epochs, (epoch, i) => [epoch, accuracy[i]])));
  const cell = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '–' : shareWords(value));
  return html`<div
    class="chart table"
    tabindex="0"
    role="region"
    aria-label=${`${words.curvesTitle}: ${words.asTable}`}
  >
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">${words.epoch}</th>
          ${shown.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Array.from({ length: last }, (_, i) => i + 1).map(
          epoch =>
            html`<tr>
              <th scope="row" class="number">${epoch}</th>
              ${columns.map(column => html`<td class="number">${cell(column.get(epoch))}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
