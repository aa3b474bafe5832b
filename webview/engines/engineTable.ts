import { type TemplateResult, html, nothing, svg } from 'lit/html.js';
import type { EngineReport, EngineStatus, MeasuredEngine } from '../../src/protocol/engineReport';
import type { EngineTask, EnginesWords } from '../../src/protocol/enginesPanel';
import { filled, numbers } from '../bridge/chartWords';
import { bytes } from './bytes';
import type { Ask } from './page';

interface TableContents {
  readonly report: EngineReport;
  readonly words: EnginesWords;
  /** Whether something is being done already. */
  readonly busy: boolean;
}

const columns = 7;

/** A row for each engine with what it is and how fast, and below it what else is to be known or done. */
export function engineTable({ report, words, busy }: TableContents, ask: Ask): TemplateResult {
  const heading = (title: string, isNumber = false, help?: string) =>
    html`<th scope="col" class=${isNumber ? 'number' : ''} title=${help ?? nothing}>${title}</th>`;
  return html`<div class="table" tabindex="0" role="region" aria-label=${words.title}>
    <table>
      <thead>
        <tr>
          ${heading(words.engine)} ${heading(words.version)} ${heading(words.device)} ${heading(words.threads, true)}
          ${heading(words.memory, true, words.memoryHelp)} ${heading(`${words.speed} (${words.imagesPerSecond})`)}
          <th scope="col"><span class="spoken">${words.actions}</span></th>
        </tr>
      </thead>
      ${report.engines.map(status => rows(status, { report, words, busy }, ask))}
    </table>
  </div>`;
}

/** The title without what it says of the engine in brackets, which has room below. */
const nameOf = (title: string) => title.replace(/ \(.*\)$/, '');

function rows(status: EngineStatus, { report, words, busy }: TableContents, ask: Ask): TemplateResult {
  const { title, usable, version, devices, threads, memoryBytes, auto, action } = status;
  const dash = html`<span class="muted">–</span>`;
  return html`<tbody>
    <tr>
      <th scope="row" class=${usable ? '' : 'muted'}>
        ${nameOf(title)}${auto ? html`<span class="badge">${words.isAuto}</span>` : nothing}
      </th>
      <td>${usable ? version : html`<span class="unusable">${words.notUsable}</span>`}</td>
      <td>${usable ? devices.join(', ') : dash}</td>
      <td class="number">${threads === null ? dash : numbers({}).format(threads)}</td>
      <td class="number">${memoryBytes === null ? dash : bytes(memoryBytes)}</td>
      <td>${speed(status, report)}</td>
      <td class="action">
        ${
          action === null
            ? nothing
            : html`<vscode-button
                appearance="secondary"
                ?disabled=${busy}
                aria-label=${`${words[action]}: ${nameOf(title)}`}
                @click=${() => ask({ type: 'start', task: taskOf(status, action) })}
                >${words[action]}</vscode-button
              >`
        }
      </td>
    </tr>
    ${detail(status, measuredOf(status, report), words)}
  </tbody>`;
}

/** What is installed and removed under a name of its own. */
const taskOf = ({ installable }: EngineStatus, action: 'install' | 'remove'): EngineTask =>
  installable === 'cuda' ? `${action}Cuda` : action;

/** The reason with this page's buttons in place of the commands that do the same. */
function inWordsOfThisPage({ reason, action }: EngineStatus, words: EnginesWords): string | null {
  if (reason === null) return null;
  return reason.replace(/"visual-tuning engines (install|remove) \w+"/g, (_, task: string) => {
    const button = task === 'install' ? words.install : words.remove;
    return filled(task === action ? words.button : words.buttonElsewhere, button);
  });
}

function detail(
  status: EngineStatus,
  measured: MeasuredEngine | undefined,
  words: EnginesWords,
): TemplateResult | typeof nothing {
  const { title, adapter, oneDnn, library } = status;
  const reason = inWordsOfThisPage(status, words);
  const about = [
    /\((.*)\)$/.exec(title)?.[1] ?? [],
    adapter ?? [],
    oneDnn === null ? [] : oneDnn ? words.oneDnn : words.noOneDnn,
  ];
  const parts = [...(reason === null ? about.flat() : [reason]), ...(measured?.problem ? [measured.problem] : [])];
  const path = reason === null && library !== null ? html`<span class="path">${library}</span>` : nothing;
  if (parts.length === 0 && path === nothing) return nothing;
  const text = parts.length > 0 && path !== nothing ? html`${parts.join(' ')} · ` : parts.join(' ');
  return html`<tr class="detail">
    <td colspan=${columns} class=${reason === null ? 'muted' : ''}>${text}${path}</td>
  </tr>`;
}

const measuredOf = ({ id, version }: EngineStatus, { measurement }: EngineReport) =>
  measurement?.engines.find(measured => measured.engine === id && measured.version === version);

/** Width of the longest bar, in pixels. */
const longest = 96;

function speed(status: EngineStatus, report: EngineReport): TemplateResult {
  const rates = report.measurement?.engines.map(({ result }) => result?.imagesPerSecond ?? 0) ?? [];
  const rate = measuredOf(status, report)?.result?.imagesPerSecond;
  if (rate === undefined) return html`<span class="muted">–</span>`;
  const width = Math.max(1, (longest * rate) / Math.max(...rates));
  const bar = svg`<rect class="bar" x="0.5" y="0.5" width=${width} height="11"></rect>`;
  const text = numbers({ maximumFractionDigits: rate < 100 ? 1 : 0 }).format(rate);
  return html`<span class="speed"
    ><svg width=${longest + 1} height="12" aria-hidden="true">${bar}</svg><span>${text}</span></span
  >`;
}
