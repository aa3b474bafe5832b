import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { EngineReport } from '../../src/protocol/engineReport';
import type { EnginesMessage, EnginesRequest, EnginesWords } from '../../src/protocol/enginesPanel';
import { filled, numbers } from '../bridge/chartWords';
import { bytes } from './bytes';
import { engineTable } from './engineTable';

type TaskMessage = Extract<EnginesMessage, { type: 'task' }>;

/** What the page knows. */
export interface Contents {
  readonly words: EnginesWords | undefined;
  readonly report: EngineReport | null;
  /** Why the engines could not be looked at. */
  readonly problem: string | null;
  readonly isLooking: boolean;
  readonly task: TaskMessage['task'];
  readonly said: TaskMessage['said'];
}

export type Ask = (request: EnginesRequest) => void;

/** The page of engines as a template. */
export function page({ words, report, problem, isLooking, task, said }: Contents, ask: Ask): TemplateResult {
  if (words === undefined) return html`${nothing}`;
  const busy = task !== null;
  return html`
    <header>
      <h1>${words.title}</h1>
      <span class="buttons">
        <vscode-button ?disabled=${busy || report === null} @click=${() => ask({ type: 'start', task: 'measure' })}
          >${words.measure}</vscode-button
        >
        <vscode-button appearance="secondary" ?disabled=${busy || isLooking} @click=${() => ask({ type: 'look' })}
          >${words.lookAgain}</vscode-button
        >
      </span>
    </header>
    ${problem === null ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
    <div class="work">${progress(words, task, ask)} ${outcome(said)}</div>
    ${
      report === null
        ? html`<p class="muted">${isLooking ? words.looking : nothing}</p>`
        : html`<p class="auto"><strong>${filled(words.auto, titleOf(report))}.</strong> ${report.auto.why}</p>
            ${engineTable({ report, words, busy }, ask)}
            <p class="muted">${measured(report, words)}</p>
            ${machine(report, words)}`
    }
  `;
}

const titleOf = ({ auto, engines }: EngineReport) => engines.find(({ id }) => id === auto.engine)?.title ?? auto.engine;

function progress(words: EnginesWords, task: Contents['task'], ask: Ask): TemplateResult | typeof nothing {
  if (task === null) return nothing;
  const { what = '', done = null, total = null, unit = 'bytes' } = task.progress ?? {};
  const isKnown = done !== null && total !== null && total > 0;
  const amount = done === null || unit === 'steps' ? '' : isKnown ? words.progress : '{0}';
  return html`<div class="progress">
    ${
      isKnown && unit === 'bytes'
        ? html`<progress aria-label=${what} max=${total} .value=${done}></progress>`
        : html`<progress aria-label=${what || words.looking}></progress>`
    }
    <span class="what" role="status">${what}</span>
    <span class="amount muted">${amount === '' ? '' : filled(amount, bytes(done ?? 0), bytes(total ?? 0))}</span>
    <vscode-button appearance="secondary" @click=${() => ask({ type: 'cancel' })}>${words.cancel}</vscode-button>
  </div>`;
}

function outcome(said: Contents['said']): TemplateResult | typeof nothing {
  if (said === null) return nothing;
  return said.isProblem
    ? html`<p class="problem" role="alert">${said.text}</p>`
    : html`<p class="said" role="status">${said.text}</p>`;
}

function measured({ measurement }: EngineReport, words: EnginesWords): string {
  if (measurement === null) return words.notMeasured;
  const when = new Intl.DateTimeFormat(document.documentElement.lang || 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(measurement.time));
  return filled(words.measured, when, measurement.workload);
}

function machine({ machine: { processor, cores, memoryBytes, platform, cards } }: EngineReport, words: EnginesWords) {
  const card = cards.map(({ name, driver, memoryBytes: memory }) =>
    [name, ...(memory === null ? [] : [bytes(memory)]), ...(driver === null ? [] : [`${words.driver} ${driver}`])].join(
      ' · ',
    ),
  );
  return html`<section aria-labelledby="machine">
    <h2 id="machine">${words.machine}</h2>
    <p>${processor} · ${numbers({}).format(cores)} ${words.cores} · ${bytes(memoryBytes)} · ${platform}</p>
    ${card.length === 0 ? html`<p class="muted">${words.noCard}</p>` : card.map(text => html`<p>${text}</p>`)}
  </section>`;
}
