import { type TemplateResult, html, noChange, nothing, svg } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { Budget, BudgetRow } from '../../src/protocol/setupPanel';
import { valueOf } from '../bridge/controls';
import { type BudgetScale, budgetScale, countAt, shareAt } from './budgetScale';
import type { Actions, Contents } from './contents';
import { compact, counted, signed } from './numbers';
import { isTyping } from './typing';

/** Steps of the slider that sets the budget. */
const steps = 400;

/** Every method of the catalogue on one axis, and at the settings that come nearest to a budget. */
export function budgetSection(contents: Contents, actions: Actions): TemplateResult {
  const { words, budget, state } = contents;
  if (budget === undefined) return html`<section></section>`;
  const scale = budgetScale(budget);
  // What was just set is newer than what the host has heard.
  const asked = state.budget ?? budget.budget;
  const wrong = contents.wrong.get('budget');
  const set = (count: number | null) => {
    if (wrong !== undefined) actions.refuse('budget', undefined);
    actions.keep({ budget: count });
    actions.ask({ type: 'budget', budget: count });
  };
  const typed = (event: Event) => {
    const text = valueOf(event);
    const count = text.trim() === '' ? NaN : Number(text);
    if (Number.isSafeInteger(count) && count >= 0) set(count);
    else actions.refuse('budget', text);
  };
  const undo = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && wrong !== undefined) actions.refuse('budget', undefined);
  };
  return html`
    <section aria-labelledby="budget-title">
      <div class="section-head">
        <h2 id="budget-title">${words.budgetTitle}</h2>
        <label for="budget">${words.budget}</label>
        <input
          id="budget"
          class="number field"
          type="text"
          inputmode="numeric"
          aria-describedby="budget-hint"
          aria-invalid=${wrong !== undefined}
          .value=${isTyping('budget') ? noChange : live(wrong ?? String(asked))}
          @change=${typed}
          @keydown=${undo}
        />
        <vscode-button appearance="secondary" ?disabled=${state.budget === null} @click=${() => set(null)}
          >${words.budgetFollow}</vscode-button
        >
        ${
          wrong === undefined
            ? html`<span class="muted" id="budget-hint">${words.budgetHint}</span>`
            : html`<span class="wrong" id="budget-hint" role="alert">${words.budgetRange}</span>`
        }
      </div>
      <div class="table wide-table" tabindex="0" role="group" aria-labelledby="budget-title">
        <table class="budget">
          <thead>
            <tr>
              <th scope="col">${words.method}</th>
              <th scope="col" class="axis">
                <span class="spoken">${words.budgetAxis}</span>
                <input
                  type="range"
                  min="0"
                  max=${steps}
                  aria-label=${words.budget}
                  aria-valuetext=${counted(asked)}
                  .value=${live(String(Math.round(steps * shareAt(asked, scale))))}
                  @input=${(event: Event) => set(countAt(Number(valueOf(event)) / steps, scale))}
                />
                ${ticks(scale)}
              </th>
              <th scope="col" class="number now">${words.asSetNow}</th>
              <th scope="col">${words.nearestSettings}</th>
              <th scope="col" class="number">${words.parameters}</th>
              <th scope="col" class="number">${words.difference}</th>
              <th scope="col"><span class="spoken">${words.useThis}</span></th>
            </tr>
          </thead>
          <tbody>
            ${budget.rows.map(row => rowOf(row, budget, scale, contents, actions))}
          </tbody>
        </table>
      </div>
    </section>
  `;
}

const percentAt = (count: number, scale: BudgetScale) => `${100 * shareAt(count, scale)}%`;

/** Powers of ten along the axis, and nothing at its left end. */
function ticks(scale: BudgetScale): TemplateResult {
  const powers = Array.from({ length: scale.last - scale.first + 1 }, (_, index) => 10 ** (scale.first + index));
  return html`<svg class="axis-line" aria-hidden="true">
    ${[0, ...powers].map(count => svg`<text x=${percentAt(count, scale)} y="11">${compact(count)}</text>`)}
  </svg>`;
}

function rowOf(
  { id, title, parameters, current, nearest }: BudgetRow,
  { budget }: Budget,
  scale: BudgetScale,
  { words, problem }: Contents,
  { change, ask }: Actions,
): TemplateResult {
  const blocked = problem !== undefined;
  const { values } = nearest;
  return html`
    <tr class=${current ? 'current' : ''}>
      <th scope="row">${title}${current ? html`<span class="spoken">, ${words.inExperiment}</span>` : nothing}</th>
      <td class="axis">
        <svg class="axis-line" aria-hidden="true">
          ${svg`
            <line class="budget-line" x1=${percentAt(budget, scale)} x2=${percentAt(budget, scale)} y1="0" y2="100%" />
            <line class="way" x1=${percentAt(parameters, scale)} x2=${percentAt(nearest.parameters, scale)} y1="50%" y2="50%" />
            <circle class="nearest" cx=${percentAt(nearest.parameters, scale)} cy="50%" r="3" />
            <circle class="as-set" cx=${percentAt(parameters, scale)} cy="50%" r="4.5" />`}
        </svg>
      </td>
      <td class="number now">${counted(parameters)}</td>
      <td>${nearest.words === '' ? html`<span class="muted">${words.fixedSize}</span>` : nearest.words}</td>
      <td class="number">${counted(nearest.parameters)}</td>
      <td class="number">${signed(nearest.parameters - budget)}</td>
      <td class="row-buttons">
        <button
          type="button"
          class="link"
          ?disabled=${blocked}
          aria-label="${words.useThis}: ${title} ${nearest.words}"
          @click=${() => change({ kind: 'onlyMethod', id, values })}
        >
          ${words.useThis}
        </button>
        <button
          type="button"
          class="link"
          ?disabled=${blocked}
          aria-label="${words.saveAs}: ${title} ${nearest.words}"
          @click=${() => ask({ type: 'saveAs', id, values })}
        >
          ${words.saveAs}
        </button>
      </td>
    </tr>
  `;
}
