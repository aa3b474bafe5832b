import { type TemplateResult, html } from 'lit/html.js';
import { isChecked } from '../bridge/controls';
import type { Actions, Contents } from './contents';
import { csvOf, shownRows, tensorTable } from './tensorTable';

const checkbox = (label: string, checked: boolean, change: (checked: boolean) => void) =>
  html`<vscode-checkbox .checked=${checked} @change=${(event: Event) => change(isChecked(event))}>
    ${label}
  </vscode-checkbox>`;

/** What is trained, layer by layer, as a chart and as a table. */
export function countsSection(contents: Contents, actions: Actions): TemplateResult {
  const { words, state, setup } = contents;
  const isGuess = setup.backbone.checkpoint !== null && setup.backbone.counted.by !== 'checkpoint';
  return html`
    <section aria-labelledby="chart-title">
      <div class="section-head">
        <h2 id="chart-title">${words.chartTitle}</h2>
        ${checkbox(words.logScale, state.logScale, logScale => actions.keep({ logScale }))}
      </div>
      <p class="muted">${[setup.ledger.classes, ...(isGuess ? [words.countedByName] : [])].join(' · ')}</p>
      <div class="chart"><canvas role="img" aria-labelledby="chart-title totals"></canvas></div>
    </section>
    <section aria-labelledby="table-title" class="tensors">
      <div class="section-head">
        <h2 id="table-title">${words.tableTitle}</h2>
        ${checkbox(words.trainedOnly, state.trainedOnly, trainedOnly => actions.keep({ trainedOnly }))}
        <vscode-button
          appearance="secondary"
          @click=${() => actions.ask({ type: 'copy', text: csvOf(shownRows(contents)) })}
          >${words.copyCsv}</vscode-button
        >
      </div>
      ${tensorTable(contents, actions)}
    </section>
  `;
}
