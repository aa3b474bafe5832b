import { type TemplateResult, html, nothing } from 'lit/html.js';
import { copyFormats } from '../../src/protocol/compareRequests';
import { lineKey } from '../bridge/chartKeys';
import { runStroke } from '../bridge/chartTheme';
import { shareWords } from '../bridge/chartWords';
import { confusions } from './confusion';
import { type PageActions, type PageModel, rowPoints, sortedRows } from './pageModel';
import { rowTable } from './rowTable';

const formatTitles = { markdown: 'Markdown', csv: 'CSV', latex: 'LaTeX' } as const;

/** The compare panel as a template. */
export function page(model: PageModel, actions: PageActions): TemplateResult {
  const { words, comparison } = model;
  return html`
    <h1 class="spoken">${words.title}</h1>
    ${comparison.problems.map(sentence => html`<p class="problem" role="alert">${sentence}</p>`)}
    ${
      comparison.rows.length === 0
        ? html`<p>${words.none}</p>`
        : html`${rowTable(model, actions)} ${copying(model, actions)}
            <div class="charts">${scatter(model)} ${curves(model, actions)}</div>
            ${differences(model)} ${confusions(model)}`
    }
  `;
}

function copying({ words, copied }: PageModel, actions: PageActions): TemplateResult {
  return html`<div class="copy">
    <span class="muted">${words.intervalHelp} ${words.bestHelp}</span>
    <span class="buttons" role="group" aria-label=${words.copyAs}>
      <span role="status" class="muted">${copied === null ? nothing : `${formatTitles[copied]} ${words.copied}`}</span>
      ${words.copyAs}
      ${copyFormats.map(
        format =>
          html`<vscode-button appearance="secondary" @click=${() => actions.copy(format)}
            >${formatTitles[format]}</vscode-button
          >`,
      )}
    </span>
  </div>`;
}

function scatter({ words, comparison, theme }: PageModel): TemplateResult {
  const { isTest, points } = rowPoints(comparison.rows);
  const title = isTest ? words.scatterTitle : words.scatterValidation;
  return html`<section aria-labelledby="scatter-title">
    <header><h2 id="scatter-title">${title}</h2></header>
    <div class="chart" id="scatter" ?hidden=${points.length === 0}>
      <canvas
        role="img"
        aria-label=${`${title}: ${points.map(({ row, y }) => `${row.name} ${shareWords(y)}`).join(', ')}`}
      ></canvas>
    </div>
    <p class="keys">
      ${
        points.length === 0
          ? words.noAccuracy
          : html`${lineKey({ color: theme.muted, dash: [4, 4], width: 1.5 })}${words.pareto}`
      }
    </p>
  </section>`;
}

function curves({ words, comparison, state, theme }: PageModel, actions: PageActions): TemplateResult {
  const shown = comparison.curves.filter(({ epochs }) => epochs.length > 0);
  const isTable = state.curvesAsTable;
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
      <canvas role="img" aria-label=${[words.curvesTitle, ...shown.map(({ title }) => title)].join(', ')}></canvas>
    </div>
    ${isTable ? curvesTable({ words, shown }) : nothing}
    <p class="keys">
      ${
        shown.length === 0
          ? words.noCurves
          : shown.map(curve => html`<span>${lineKey({ ...runStroke(curve, theme), width: 2.5 })}${curve.title}</span>`)
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

function differences({ words, comparison, state }: PageModel): TemplateResult {
  const { rows, differences: fields } = comparison;
  // Values come in the order of the rows as the host sent them.
  const order = sortedRows(rows, state.sort).map(row => rows.indexOf(row));
  return html`<section aria-labelledby="differences-title">
    <h2 id="differences-title">${words.differencesTitle}</h2>
    ${
      fields.length === 0
        ? html`<p class="muted">${words.noDifferences}</p>`
        : html`<div
            class="table differences"
            tabindex="0"
            role="region"
            aria-label=${`${words.differencesTitle}: ${words.asTable}`}
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">${words.field}</th>
                  ${order.map(i => html`<th scope="col">${rows[i].name}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${fields.map(
                  ({ field, values }) =>
                    html`<tr>
                      <th scope="row">${field}</th>
                      ${order.map(i => html`<td>${values[i] ?? ''}</td>`)}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
