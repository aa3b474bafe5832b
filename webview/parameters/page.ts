import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { ParametersLedger, ParametersState, ParametersWords } from '../../src/protocol/parametersPanel';
import { isChecked } from '../bridge/controls';

/** What the page shows. */
export interface PageContents {
  readonly words: ParametersWords;
  readonly state: ParametersState;
  /** The last one that was right, which stays while the file has a problem. */
  readonly ledger?: ParametersLedger;
  readonly problem?: string;
}

/** What the person does. */
export interface PageActions {
  change(choice: Partial<Pick<ParametersState, 'logScale' | 'trainedOnly'>>): void;
  editAsText(): void;
}

const numbers = () => new Intl.NumberFormat(document.documentElement.lang);
const percent = () =>
  new Intl.NumberFormat(document.documentElement.lang, { style: 'percent', maximumSignificantDigits: 3 });

/** The parameters panel as a template. */
export function page({ words, state, ledger, problem }: PageContents, actions: PageActions): TemplateResult {
  return html`
    <p class="problem" role="status">${problem ?? nothing}</p>
    ${
      ledger === undefined
        ? html`<p>${problem === undefined ? words.waiting : nothing}</p>`
        : html`
            ${summary(ledger, words, actions)}
            <div class="columns">
              <section aria-labelledby="chart-title">
                <header>
                  <h2 id="chart-title">${words.chartTitle}</h2>
                  ${checkbox(words.logScale, state.logScale, logScale => actions.change({ logScale }))}
                </header>
                <div class="chart"><canvas role="img" aria-labelledby="chart-title totals"></canvas></div>
              </section>
              <section aria-labelledby="table-title">
                <header>
                  <h2 id="table-title">${words.tableTitle}</h2>
                  ${checkbox(words.trainedOnly, state.trainedOnly, trainedOnly => actions.change({ trainedOnly }))}
                </header>
                ${table(ledger, words, state.trainedOnly)}
              </section>
            </div>
          `
    }
  `;
}

function summary(ledger: ParametersLedger, words: ParametersWords, { editAsText }: PageActions): TemplateResult {
  const { format } = numbers();
  const share = percent().format(ledger.trainable / ledger.backboneParameters);
  return html`
    <header class="summary">
      <h1>${ledger.name}</h1>
      <vscode-button appearance="secondary" @click=${editAsText}>${words.editAsText}</vscode-button>
    </header>
    <p class="muted">${ledger.method} · ${ledger.backbone} · ${ledger.classes}</p>
    <p id="totals">
      ${words.trainable} <strong>${format(ledger.trainable)}</strong> (${share} ${words.ofBackbone}) · ${words.head}
      <strong>${format(ledger.head)}</strong> · ${words.total} <strong>${format(ledger.total)}</strong>
    </p>
  `;
}

const checkbox = (label: string, checked: boolean, change: (checked: boolean) => void) =>
  html`<vscode-checkbox .checked=${checked} @change=${(event: Event) => change(isChecked(event))}>
    ${label}
  </vscode-checkbox>`;

function table(ledger: ParametersLedger, words: ParametersWords, trainedOnly: boolean): TemplateResult {
  const { format } = numbers();
  const rows = ledger.rows.filter(({ trainable }) => trainable || !trainedOnly);
  return html`
    <div class="table" tabindex="0" role="region" aria-labelledby="table-title">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.layer}</th>
            <th scope="col">${words.tensor}</th>
            <th scope="col" class="number">${words.shape}</th>
            <th scope="col" class="number">${words.parameters}</th>
            ${trainedOnly ? nothing : html`<th scope="col">${words.trained}</th>`}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ layer, name, shape, parameters, trainable }) => html`
              <tr class=${trainedOnly ? '' : trainable ? 'trained' : 'frozen'}>
                <td>${layer}</td>
                <th scope="row">${name}</th>
                <td class="number">${shape.join(' × ')}</td>
                <td class="number">${format(parameters)}</td>
                ${trainedOnly ? nothing : html`<td>${trainable ? words.yes : words.no}</td>`}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
