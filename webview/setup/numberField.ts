import { type TemplateResult, html, noChange, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { NumberControl, Value } from '../../src/protocol/setupControls';
import { numberIn } from './numberText';
import { nextPosition, positionOf, sliderSteps, valueAt } from './sliderScale';
import { valueOf } from '../bridge/controls';

/** A control bound to its place in the experiment. */
export interface Bound<T extends { readonly path: string }> {
  readonly control: T;
  /** Unique on the page. */
  readonly id: string;
  readonly value: Value;
  /** Whether the person is at it, so that what is typed must not be replaced. */
  readonly busy: boolean;
  /** What was typed and is not taken; undefined while nothing is. */
  readonly wrong: string | undefined;
  /** Keeps a text that is not taken, with the reason; undefined lets it go. */
  refuse(text: string | undefined): void;
  attempt(value: Value): void;
  commit(value: Value): void;
}

/** A number as a slider, where it has one, and as a field. */
export function numberField(bound: Bound<NumberControl>): TemplateResult {
  const { control, id, value, busy, wrong, attempt, commit, refuse } = bound;
  const text = value === null ? '' : String(value);
  const typed = (event: Event, take: (number: number | null) => void, isDone: boolean) => {
    const number = numberIn(valueOf(event), control);
    if (number !== undefined) take(number);
    // While it is typed, a number is often not one yet.
    else if (isDone || wrong !== undefined) refuse(valueOf(event));
  };
  const undo = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || wrong === undefined || !(event.target instanceof HTMLInputElement)) return;
    event.target.value = text;
    refuse(undefined);
  };
  return html`
    ${control.slider === null ? html`<span></span>` : slider({ ...control, slider: control.slider }, bound)}
    <input
      class="number field"
      id=${id}
      type="text"
      inputmode="decimal"
      spellcheck="false"
      placeholder=${control.empty ?? nothing}
      aria-describedby="${id}-help"
      aria-invalid=${wrong !== undefined}
      .value=${busy ? noChange : live(wrong ?? text)}
      @input=${(event: Event) => typed(event, attempt, false)}
      @change=${(event: Event) => typed(event, commit, true)}
      @keydown=${undo}
    />
  `;
}

function slider(
  control: NumberControl & { readonly slider: NonNullable<NumberControl['slider']> },
  { id, value, attempt, commit }: Bound<NumberControl>,
): TemplateResult {
  const at = (event: Event) => valueAt(Number(valueOf(event)), control);
  const position = typeof value === 'number' ? positionOf(value, control) : 0;
  const press = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (direction !== 1 && direction !== -1) return;
    event.preventDefault();
    commit(valueAt(nextPosition(position, direction, control), control));
  };
  return html`<input
    type="range"
    min="0"
    max=${sliderSteps}
    aria-label=${control.label}
    aria-describedby="${id}-help"
    aria-valuetext=${String(value)}
    .value=${live(String(position))}
    @input=${(event: Event) => attempt(at(event))}
    @change=${(event: Event) => commit(at(event))}
    @keydown=${press}
  />`;
}
