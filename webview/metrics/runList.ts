import { type TemplateResult, html, nothing } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { MetricsWords, RunLine } from '../../src/protocol/metricsPanel';
import type { RunAction } from '../../src/protocol/metricsRequests';
import { runStroke } from '../bridge/chartTheme';
import { clockWords, filled, shareWords } from '../bridge/chartWords';
import { rateWords } from './formats';
import { runKey } from '../bridge/chartKeys';
import type { PageActions, PageModel } from './pageModel';

/** The one that is there longest comes first, so that none moves under the pointer when another comes. */
const buttons: readonly RunAction[] = ['stop', 'pause', 'continue', 'resume'];

/** A line for each run: how it is, how long it takes, how good it is, and what can be done with it. */
export function runList(model: PageModel, actions: PageActions): TemplateResult {
  const { runs, words } = model;
  return html`<ul class="runs">
    ${runs.map(run => runItem(run, model, actions, words))}
  </ul>`;
}

function runItem(run: RunLine, model: PageModel, actions: PageActions, words: MetricsWords): TemplateResult {
  const pending = model.pending.get(run.run);
  const figure = (label: string, value: string | null) =>
    html`<span class="figure">${value === null ? nothing : html`<span class="muted">${label}</span> ${value}`}</span>`;
  return html`<li>
    <span class="run-title">
      ${runKey({ ...runStroke(run, model.theme), width: 2.5 })}
      <strong title=${run.title}>${run.title}</strong>
      ${run.precision === 'float32' ? nothing : html`<span class="precision muted">${run.precision}</span>`}
    </span>
    <span class="run-state">${run.state}</span>
    <span class="run-progress">
      ${
        run.progress === null
          ? nothing
          : html`<progress max="1" .value=${run.progress} aria-label=${`${run.title}: ${words.progress}`}></progress>
              <span class="number">${shareWords(Math.floor(run.progress * 100) / 100, 0)}</span>`
      }
    </span>
    ${figure(words.timeLeft, run.secondsLeft === null ? null : clockWords(run.secondsLeft))}
    ${figure(words.best, run.best && shareWords(run.best.accuracy))}
    ${figure(words.test, run.test === null ? null : shareWords(run.test))}
    <span class="run-actions" role="group" aria-label=${run.title}>
      ${repeat(
        buttons.filter(action => run.actions.includes(action)),
        action => action,
        action => button(run, action, pending, actions, words, 'secondary'),
      )}
      ${run.actions.includes('setLearningRate') ? learningRate(run, pending, model.badRates.has(run.run), actions, words) : nothing}
      ${isShown('inspectAttention', run) ? button(run, 'inspectAttention', pending, actions, words, 'secondary') : nothing}
      <button
        class="quiet"
        title=${words.remove}
        aria-label=${`${words.remove}: ${run.title}`}
        @click=${() => actions.remove(run.run)}
      >
        ×
      </button>
    </span>
    ${run.failure === null ? nothing : html`<p class="run-failure">${run.failure}</p>`}
    ${run.problems.length > 0 ? problems(run, words) : nothing}
  </li>`;
}

/** Attention can be looked at once there is a checkpoint: until then the button keeps its place. */
const isShown = (action: RunAction, { actions, ended }: RunLine) =>
  actions.includes(action) || (!ended && actions.length > 0);

function button(
  { run, title, actions }: RunLine,
  action: RunAction,
  pending: RunAction | undefined,
  { act }: PageActions,
  words: MetricsWords,
  appearance: string,
): TemplateResult {
  const name = words.actions[action];
  const isPossible = actions.includes(action);
  return html`<vscode-button
    appearance=${appearance}
    title=${isPossible ? nothing : words.noPoints}
    aria-label=${`${name}: ${title}`}
    ?disabled=${pending !== undefined || !isPossible}
    @click=${() => act(run, action)}
    >${name}</vscode-button
  >`;
}

function learningRate(
  run: RunLine,
  pending: RunAction | undefined,
  isBad: boolean,
  actions: PageActions,
  words: MetricsWords,
): TemplateResult {
  const written = run.learningRate === null ? '' : rateWords(run.learningRate);
  const set = (form: Element | null) => {
    const field = form?.querySelector('input');
    const peak = Number((field?.value ?? '').trim().replace(',', '.'));
    const isGood = Number.isFinite(peak) && peak > 0 && peak <= 1000;
    actions.judgeRate(run.run, !isGood);
    if (isGood) actions.act(run.run, 'setLearningRate', peak);
  };
  const undo = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !(event.target instanceof HTMLInputElement)) return;
    event.target.value = written;
    actions.judgeRate(run.run, false);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    set(event.currentTarget instanceof Element ? event.currentTarget : null);
  };
  return html`<form class="rate" @submit=${submit}>
    <label>
      <span class="muted">${words.learningRate}</span>
      <input
        class="field"
        type="text"
        inputmode="decimal"
        size="7"
        spellcheck="false"
        autocomplete="off"
        aria-label=${`${words.learningRate}: ${run.title}`}
        aria-invalid=${isBad}
        .value=${written}
        @input=${() => actions.judgeRate(run.run, false)}
        @keydown=${undo}
      />
    </label>
    <span class="bad-rate" role="alert">${isBad ? words.badLearningRate : nothing}</span>
    <vscode-button
      appearance="secondary"
      aria-label=${`${words.actions.setLearningRate} ${words.learningRate}: ${run.title}`}
      ?disabled=${pending !== undefined}
      @click=${(event: Event) => set(event.target instanceof Element ? event.target.closest('form') : null)}
      >${words.actions.setLearningRate}</vscode-button
    >
  </form>`;
}

function problems(run: RunLine, words: MetricsWords): TemplateResult {
  return html`<details class="run-problems">
    <summary>${run.problems.length === 1 ? run.problems[0] : filled(words.problems, run.problems.length)}</summary>
    ${
      run.problems.length === 1
        ? nothing
        : html`<ul>
            ${run.problems.map(sentence => html`<li>${sentence}</li>`)}
          </ul>`
    }
  </details>`;
}
