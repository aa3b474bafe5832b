import { type TemplateResult, html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { valueOf } from '../bridge/controls';

/** One of several things to choose from. */
export interface Choice<Value> {
  readonly value: Value;
  readonly text: string;
  readonly help?: string;
}

/** Exclusive choices side by side: radio buttons that look like the editor's toggles. */
export function segments<Value>(
  { name, label, chosen }: { readonly name: string; readonly label: string; readonly chosen: Value },
  choices: readonly Choice<Value>[],
  choose: (value: Value) => void,
): TemplateResult {
  return html`<fieldset class="segments">
    <legend>${label}</legend>
    <div>
      ${choices.map(
        ({ value, text, help }) =>
          html`<label title=${help ?? nothing}
            ><input type="radio" name=${name} .checked=${live(value === chosen)} @change=${() => choose(value)} /><span
              >${text}</span
            ></label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** A number chosen on a line, with its value in words beside it. */
export function slider(
  line: {
    readonly label: string;
    readonly value: number;
    readonly last: number;
    readonly step?: number;
    readonly text: string;
    readonly id: string;
  },
  choose: (value: number) => void,
): TemplateResult {
  const { label, value, last, step = 1, text, id } = line;
  return html`<div class="slider">
    <label for=${id}>${label}</label>
    <input
      type="range"
      id=${id}
      min="0"
      max=${last}
      step=${step}
      .value=${live(String(value))}
      ?disabled=${last === 0}
      aria-valuetext=${text}
      @input=${(event: Event) => choose(Number(valueOf(event)))}
    />
    <output for=${id}>${text}</output>
  </div>`;
}
