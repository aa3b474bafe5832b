import { type TemplateResult, html, noChange, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { Setup } from '../../src/protocol/setupPanel';
import type { SetupWords } from '../../src/protocol/setupWords';
import { valueOf } from '../bridge/controls';
import type { Actions, Contents } from './contents';
import { isTyping } from './typing';

/** Which network, and with which weights. */
export function backboneSection({ setup, catalogue, words }: Contents, { change, ask }: Actions): TemplateResult {
  const { architecture, checkpoint } = setup.backbone;
  const known = catalogue.backbones.flatMap(({ ids }) => ids);
  const set = (id: string, file: string | null) => change({ kind: 'backbone', architecture: id, checkpoint: file });
  const option = (id: string) => html`<option value=${id} ?selected=${id === architecture}>${id}</option>`;
  return html`
    <section aria-labelledby="backbone-title">
      <h2 id="backbone-title">${words.backbone}</h2>
      <div class="control">
        <label for="architecture">${words.architecture}</label>
        <select
          id="architecture"
          class="field wide"
          .value=${live(architecture)}
          @change=${(event: Event) => set(valueOf(event), checkpoint)}
        >
          ${known.includes(architecture) ? '' : option(architecture)}
          ${catalogue.backbones.map(({ family, ids }) => html`<optgroup label=${family}>${ids.map(option)}</optgroup>`)}
        </select>
      </div>
      <div class="control">
        <label for="checkpoint">${words.checkpoint}</label>
        <span class="wide with-button">
          <input
            id="checkpoint"
            class="field"
            type="text"
            spellcheck="false"
            placeholder=${words.checkpointHint}
            aria-describedby="checkpoint-help"
            title=${checkpoint ?? nothing}
            .value=${isTyping('checkpoint') ? noChange : live(checkpoint ?? '')}
            @change=${(event: Event) => set(architecture, valueOf(event).trim() || null)}
          />
          <vscode-button
            appearance="secondary"
            aria-label="${words.checkpoint}: ${words.browse}"
            @click=${() => ask({ type: 'browse', what: 'checkpoint' })}
            >${words.browse}</vscode-button
          >
        </span>
        <div class="help" id="checkpoint-help">${checkpointHelp(setup.backbone, words, id => set(id, checkpoint))}</div>
      </div>
    </section>
  `;
}

/** What is known of the weights, and what the counts follow from. */
function checkpointHelp(
  { architecture, checkpoint, embedded, counted }: Setup['backbone'],
  words: SetupWords,
  choose: (architecture: string) => void,
): TemplateResult {
  const { by, problem, fits, notes } = counted;
  if (checkpoint === null) {
    return html`<p class="muted">${embedded ? words.checkpointEmbedded : words.checkpointNone}</p>`;
  }
  const byName = words.checkpointByName.replace('{0}', architecture);
  const said = by === 'checkpoint' ? words.checkpointCounted : problem === null ? words.checkpointLooking : byName;
  return html`
    ${problem === null ? nothing : html`<p class=${by === 'unusable' ? 'problem' : ''} role="status">${problem}</p>`}
    ${
      fits === null
        ? nothing
        : html`<vscode-button appearance="secondary" @click=${() => choose(fits)}
            >${words.useArchitecture.replace('{0}', fits)}</vscode-button
          >`
    }
    <p class="muted">${said}</p>
    ${notes.map(note => html`<p class="muted">${note}</p>`)}
  `;
}
