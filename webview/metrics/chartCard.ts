import { type TemplateResult, html, nothing } from 'lit/html.js';
import { type MetricsChart, moduleSeries } from '../../src/protocol/metricsRequests';
import { valueOf } from '../bridge/controls';
import { type ChartLine, chartLines, chosenNorm, eachModule, normSeries } from './chartLines';
import { epochTable } from './epochTable';
import { lineKey } from '../bridge/chartKeys';
import type { PageActions, PageModel } from './pageModel';
import { chartTitle, effectNow } from './precision';

const canBeLogarithmic: readonly MetricsChart[] = ['loss', 'gradientNorm', 'learningRate'];

/** One chart, or its table, under its name. */
export function chartCard(chart: MetricsChart, model: PageModel, actions: PageActions): TemplateResult {
  const { words, state, runs, curves, theme } = model;
  const isTable = state.tables.includes(chart);
  const isLogarithmic = state.logarithmic.includes(chart);
  const toggled = (list: readonly MetricsChart[]) =>
    list.includes(chart) ? list.filter(other => other !== chart) : [...list, chart];
  const lines = chartLines(chart, runs, curves, state.module, words, theme);
  const unit = words.units[chart];
  const title = chartTitle(chart, model);
  const toggle = (label: string, pressed: boolean, press: () => void) =>
    html`<button class="toggle" aria-pressed=${pressed} aria-label=${`${title}: ${label}`} @click=${press}>
      ${label}
    </button>`;
  const save = (label: string, press: () => void) =>
    html`<button class="quiet" aria-label=${`${title}: ${label}`} @click=${press}>${label}</button>`;
  return html`<section class="card" data-chart=${chart} aria-labelledby=${`${chart}-title`}>
    <header>
      <h2 id=${`${chart}-title`}>${title}${unit ? html` <span class="muted">${unit}</span>` : nothing}</h2>
      <span class="tools">
        ${chart === 'gradientNorm' ? modulePicker(model, actions) : nothing}
        ${
          canBeLogarithmic.includes(chart)
            ? toggle(words.logScale, isLogarithmic, () => actions.change({ logarithmic: toggled(state.logarithmic) }))
            : nothing
        }
        ${toggle(words.table, isTable, () => actions.change({ tables: toggled(state.tables) }))}
        ${save(words.savePng, () => actions.savePng(chart))} ${save(words.saveCsv, () => actions.saveCsv(chart))}
      </span>
    </header>
    <div
      class="surface"
      tabindex="0"
      role="group"
      aria-labelledby=${`${chart}-title`}
      aria-describedby="zoom-help"
      ?hidden=${isTable}
    >
      <canvas role="img" aria-label=${described(model, lines, title)}></canvas>
      <div class="band" hidden></div>
      <div class="cursor" hidden></div>
      ${isDrawn(lines) ? nothing : html`<p class="empty muted">${lines.length === 0 ? words.noPoints : words.notFinite}</p>`}
    </div>
    ${isTable ? epochTable(chart, model) : nothing}
    <p class="keys">${chart === 'precision' ? effectNow(model) : isTable ? nothing : keys(chart, lines, model)}</p>
  </section>`;
}

/** Whether there is a point to be seen: a loss that was never finite has none. */
const isDrawn = (lines: readonly ChartLine[]) => lines.some(({ y }) => y.some(Number.isFinite));

/** What the chart shows, for those who can't see it. */
function described({ runs }: PageModel, lines: readonly ChartLine[], title: string): string {
  const plotted = runs.filter(({ run }) => lines.some(line => line.run === run));
  return [title, ...plotted.map(({ title: run }) => run)].join(', ');
}

/** What tells the lines of one run apart; the runs' own keys are at the head of the page. */
function keys(chart: MetricsChart, lines: readonly ChartLine[], { theme, runs }: PageModel) {
  const parts = new Map<string, ChartLine>();
  // Of a smoothed series the smoothed line is drawn last.
  for (const line of lines) if (line.part !== '') parts.set(line.part, line);
  const isModular = chart === 'gradientNorm';
  const sole = runs.length === 1;
  return [...parts].map(
    ([part, line]) =>
      html`<span>
        ${lineKey({
          color: sole ? line.color : theme.muted,
          dash: sole || (isModular && parts.size > 1) ? line.dash : [],
          width: line.width * 1.2,
        })}${part}
      </span>`,
  );
}

function modulePicker({ words, curves, runs, state }: PageModel, actions: PageActions) {
  const found = normSeries([...curves.values()]);
  // It is there before the modules are known, so that it does not come into the middle of the page with them.
  const names = found.length > 0 ? found : ['gradientNorm'];
  const chosen = chosenNorm(state.module, names, runs.length);
  return html`<select
    class="field"
    aria-label=${words.module}
    ?disabled=${names.length < 2}
    .value=${chosen}
    @change=${(event: Event) => actions.change({ module: valueOf(event) })}
  >
    ${
      names.length < 2
        ? nothing
        : html`<option value=${eachModule} ?selected=${chosen === eachModule}>${words.allModules}</option>`
    }
    ${names.map(
      name =>
        html`<option value=${name} ?selected=${chosen === name}>
          ${name === 'gradientNorm' ? words.wholeGradient : name.slice(moduleSeries.length)}
        </option>`,
    )}
  </select>`;
}
