import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { LogEntry } from '../../src/protocol/metricsPanel';
import { metricsAxes, metricsCharts } from '../../src/protocol/metricsRequests';
import { valueOf } from '../bridge/controls';
import { zoomed } from './axisRange';
import { chartCard } from './chartCard';
import { runStroke } from '../bridge/chartTheme';
import { timeWords } from '../bridge/chartWords';
import { runKey } from '../bridge/chartKeys';
import { type PageActions, type PageModel, axisEnd } from './pageModel';
import { isOf } from './precision';
import { readout } from './readout';
import { runList } from './runList';

/** The metrics panel as a template. */
export function page(model: PageModel, actions: PageActions): TemplateResult {
  const { words, runs, isKnown, problem, spoken } = model;
  return html`
    <h1 class="spoken">${words.title}</h1>
    <div class="toast" role="alert">${problem === '' ? nothing : toast(problem, words, actions)}</div>
    <p class="spoken" role="status">${spoken}</p>
    ${
      runs.length === 0
        ? html`<p class="muted">${isKnown ? words.noRuns : words.waiting}</p>`
        : html`${runList(model, actions)} ${toolbar(model, actions)}
            <div class="cards">
              ${metricsCharts.filter(chart => isOf(chart, runs)).map(chart => chartCard(chart, model, actions))}
            </div>
            <p id="zoom-help" class="muted">${words.zoomHelp}</p>
            ${journal(model)} ${readout(model)}`
    }
  `;
}

/** What went wrong lies over the page, so that nothing moves. */
const toast = (problem: string, { close }: PageModel['words'], { dismiss }: PageActions) =>
  html`<p class="problem" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && dismiss()}>
    <span>${problem}</span>
    <button class="quiet" title=${close} aria-label=${close} @click=${dismiss}>×</button>
  </p>`;

function toolbar({ words, state, curves }: PageModel, actions: PageActions): TemplateResult {
  const { axis, smoothing, range } = state.view;
  const zoomBy = (factor: number) => () => actions.zoom(zoomed(range, axisEnd(curves), factor));
  return html`<div class="toolbar">
    <label>
      ${words.axis}
      <select
        class="field"
        .value=${axis}
        @change=${(event: Event) => {
          const chosen = metricsAxes.find(one => one === valueOf(event));
          // A range of steps is none of seconds.
          if (chosen) actions.view({ axis: chosen, range: null });
        }}
      >
        ${metricsAxes.map(one => html`<option value=${one} ?selected=${one === axis}>${words.axes[one]}</option>`)}
      </select>
    </label>
    <label>
      ${words.smoothing}
      <input
        type="range"
        min="0"
        max="0.99"
        step="0.01"
        .value=${String(smoothing)}
        @input=${(event: Event) => actions.view({ smoothing: Number(valueOf(event)) })}
      />
      <output class="number">${smoothing.toFixed(2)}</output>
    </label>
    <span class="group">
      <button class="quiet" aria-label=${words.zoomIn} title=${words.zoomIn} @click=${zoomBy(1 / 1.5)}>+</button>
      <button
        class="quiet"
        aria-label=${words.zoomOut}
        title=${words.zoomOut}
        ?disabled=${range === null}
        @click=${zoomBy(1.5)}
      >
        −
      </button>
      <button class="quiet" ?disabled=${range === null} @click=${() => actions.zoom(null)}>${words.resetZoom}</button>
    </span>
    <button class="quiet" @click=${() => actions.saveCsv(null)}>${words.saveAllCsv}</button>
  </div>`;
}

function journal({ words, log, runs, theme }: PageModel): TemplateResult {
  const lines = new Map(runs.map(line => [line.run, line]));
  const entry = ({ run, time, kind, text }: LogEntry) => {
    const line = lines.get(run);
    return html`<li class=${kind}>
      <time class="muted number" datetime=${new Date(time).toISOString()}>${timeWords(time)}</time>
      <span class="of-run" title=${line && runs.length > 1 ? line.title : nothing}>
        ${line && runs.length > 1 ? html`${runKey({ ...runStroke(line, theme), width: 2.5 })}${line.title}` : nothing}
      </span>
      <span>${text}</span>
    </li>`;
  };
  return html`<section class="journal" aria-labelledby="journal-title">
    <h2 id="journal-title">${words.journal}</h2>
    ${
      log.length === 0
        ? html`<p class="muted">${words.emptyJournal}</p>`
        : html`<ol tabindex="0" aria-labelledby="journal-title">
            ${log.map(entry)}
          </ol>`
    }
  </section>`;
}
