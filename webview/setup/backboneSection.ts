import { type TemplateResult, html, noChange } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { valueOf } from '../bridge/controls';
import type { Actions, Contents } from './contents';
import { isTyping } from './typing';

/** Which network, and with which weights. */
export function backboneSection({ setup, catalogue, words }: Contents, { change, ask }: Actions): TemplateResult {
  const { architecture, checkpoint, embedded } = setup.backbone;
  const known = catalogue.backbones.flatMap(({ ids }) => ids);
  const set = (id: string, file: string | null) => change({ kind: 'backbone', architecture: id, checkpoint: file });
  const option = (id: string) => html`<option value=${id} ?selected=${id === architecture}>${id}</option>`;
  const state = checkpoint !== null ? '' : embedded ? words.checkpointEmbedded : words.checkpointNone;
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
        <span class="help muted" id="checkpoint-help">${state}</span>
      </div>
    </section>
  `;
}
