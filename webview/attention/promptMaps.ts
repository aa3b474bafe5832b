import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { AttentionState } from '../../src/protocol/attentionRequests';
import { type AttentionMaps, isPromptMode } from './attentionMaps';
import { segments } from './choices';
import { sequentialRamp } from './colourRamp';
import type { Contents } from './contents';
import { promptRange } from './figures';
import { filled } from './filled';
import { painted } from './painting';
import { promptOrder } from './promptOrder';
import { rangeOf } from './valueRange';
import { weightText } from './weightText';

/** The map of each prompt of the layer, small, to choose from; and that of all together. */
export function promptMaps(contents: Contents, maps: AttentionMaps): TemplateResult | typeof nothing {
  const { words, state, actions } = contents;
  if (!isPromptMode(state.mode)) return nothing;
  const { mode, layer, head, order } = state;
  const together = maps.allPrompts(mode, layer, head);
  const all = maps.prompts(mode, layer, head);
  const shares = maps.clsToPrompts(layer, head);
  return html`<section aria-labelledby="prompts-title">
    <div class="section-head">
      <h2 id="prompts-title">${filled(words.prompts, layer)}</h2>
      ${
        all.length > 1
          ? segments<AttentionState['order']>(
              { name: 'order', label: words.order, chosen: order },
              [
                { value: 'number', text: words.orderNumber },
                { value: 'attention', text: words.orderAttention, help: words.orderAttentionHelp },
              ],
              chosen => actions.change({ order: chosen }),
            )
          : nothing
      }
    </div>
    ${
      together === null
        ? html`<p class="muted">${words.noPromptsInLayer}</p>`
        : html`<div class="prompt-maps">
            ${smallMap(together, null)} ${promptOrder(shares, order).map(prompt => smallMap(all[prompt], prompt))}
          </div>`
    }
  </section>`;

  function smallMap(values: Float32Array, prompt: number | null): TemplateResult {
    const range = prompt === null ? rangeOf([values], state.fromZero) : promptRange(maps, state, values);
    const help =
      prompt !== null
        ? filled(words.clsShare, weightText(shares[prompt]))
        : mode === 'patchesToPrompts'
          ? words.allSum
          : words.allMean;
    return html`<button
      aria-pressed=${prompt === state.prompt}
      title=${help}
      @click=${() => actions.change({ prompt })}
    >
      <canvas
        class="coarse"
        aria-hidden="true"
        ${painted({ values, columns: maps.attention.grid, range, ramp: sequentialRamp })}
      ></canvas>
      <span>${prompt === null ? words.all : `P${prompt}`}</span>
      <span class="muted" aria-hidden="true">${prompt === null ? '' : weightText(shares[prompt])}</span>
    </button>`;
  }
}
