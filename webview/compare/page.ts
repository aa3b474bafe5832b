import { type TemplateResult, html, nothing } from 'lit/html.js';
import { copyFormats } from '../../src/protocol/compareRequests';
import { lineKey } from '../bridge/chartKeys';
import { filled, shareWords } from '../bridge/chartWords';
import { confusions } from './confusion';
import { curves } from './curves';
import { type PageActions, type PageModel, type RowPoint, paretoFront, rowPoints, sortedRows } from './pageModel';
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

function copying({ words, copied, comparison }: PageModel, actions: PageActions): TemplateResult {
  return html`<div class="copy">
    <p class="muted">${[...comparison.notes, words.bestHelp].join(' ')}</p>
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

function scatter(model: PageModel): TemplateResult {
  const { words, comparison } = model;
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
    <p class="keys">${frontKey(model, points)}</p>
  </section>`;
}

/** A front of one point is no line. */
function frontKey({ words, theme }: PageModel, points: readonly RowPoint[]): TemplateResult | string {
  const front = paretoFront(points);
  if (front.length === 0) return words.noAccuracy;
  if (front.length === 1) return filled(words.paretoOfOne, front[0].row.name);
  return html`<span>${lineKey({ color: theme.muted, dash: [4, 4], width: 1.5 })}${words.pareto}</span>`;
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
        : html`<div class="across">
            <div
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
            </div>
          </div>`
    }
  </section>`;
}
