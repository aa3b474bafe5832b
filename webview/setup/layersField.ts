import { type TemplateResult, html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { Control } from '../../src/protocol/setupControls';
import type { SetupWords } from '../../src/protocol/setupWords';
import { isChecked, valueOf } from '../bridge/controls';
import { type Way, blocksOf, valueOfWay, wayOf } from './layerChoice';
import type { Bound } from './numberField';

/** Which blocks a method acts on: all, some from either end, or chosen ones. */
export function layersField(
  { id, control, value, attempt, commit }: Bound<Extract<Control, { kind: 'layers' }>>,
  blocks: number,
  words: SetupWords,
): TemplateResult {
  const { way, count } = wayOf(value);
  const options: readonly (readonly [Way, string])[] = [
    ['all', words.layersAll],
    ['first', words.layersFirst],
    ['last', words.layersLast],
    ['chosen', words.layersChosen],
  ];
  const chooseWay = (event: Event) => {
    const chosen = options.find(([name]) => name === valueOf(event));
    if (chosen) commit(valueOfWay(chosen[0], value, blocks));
  };
  const toggle = (block: number, on: boolean) => {
    const now = blocksOf(value, blocks);
    const next = on ? [...now, block].sort((a, b) => a - b) : now.filter(other => other !== block);
    // A method acts on one block at least.
    commit(next.length > 0 ? next : now);
  };
  return html`<div class="layers">
    <select id=${id} class="field" aria-describedby="${id}-help" .value=${live(way)} @change=${chooseWay}>
      ${options.map(([name, title]) => html`<option value=${name} ?selected=${name === way}>${title}</option>`)}
    </select>
    ${
      way === 'first' || way === 'last'
        ? html`<input
              type="range"
              min="1"
              max=${blocks}
              aria-label=${control.label}
              .value=${live(String(count))}
              @input=${(event: Event) => attempt(`${way}-${valueOf(event)}`)}
              @change=${(event: Event) => commit(`${way}-${valueOf(event)}`)}
            /><output class="number">${count}</output>`
        : nothing
    }
    ${
      way === 'chosen'
        ? Array.from(
            { length: blocks },
            (_, block) =>
              html`<label class="block-choice"
                ><input
                  type="checkbox"
                  aria-label="${words.block} ${block}"
                  .checked=${live(blocksOf(value, blocks).includes(block))}
                  @change=${(event: Event) => toggle(block, isChecked(event))}
                /><span>${block}</span></label
              >`,
          )
        : nothing
    }
  </div>`;
}
