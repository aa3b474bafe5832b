import { type TemplateResult, html, noChange } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { SetupChange } from '../../src/protocol/setupChange';
import type { Control, Value } from '../../src/protocol/setupControls';
import { isChecked, valueOf } from '../bridge/controls';
import type { Actions, Contents } from './contents';
import { layersField } from './layersField';
import { type Bound, numberField } from './numberField';
import { isTyping } from './typing';

/** How a control is bound: the value that it shows, and the change that a new value is. */
export interface Binding {
  readonly id: string;
  readonly value: Value;
  change(value: Value): SetupChange;
}

/** One control with its label and its help. */
export function field(control: Control, binding: Binding, contents: Contents, actions: Actions): TemplateResult {
  const { id } = binding;
  const wrong = contents.wrong.get(id);
  const tried = contents.tried?.key === id ? contents.tried : undefined;
  const back = tried?.underWay ? tried.back : binding.change(binding.value);
  const bound = {
    id,
    value: tried ? tried.value : binding.value,
    busy: isTyping(id),
    wrong,
    refuse: (text: string | undefined) => actions.refuse(id, text),
    attempt: (value: Value) => actions.attempt(id, value, binding.change(value), back),
    commit: (value: Value) => actions.commit(id, value, binding.change(value), back),
  };
  return html`
    <div class="control of-${control.kind}" title=${helpOf(control)}>
      ${labelOf(control, id)} ${inputOf(control, bound, contents)}
      ${
        wrong === undefined || control.kind !== 'number'
          ? html`<span class="help muted" id="${id}-help">${helpOf(control)}</span>`
          : html`<span class="help wrong" id="${id}-help" role="alert"
              >${control.range} ${contents.words.stays.replace('{0}', () => String(bound.value ?? control.empty))}</span
            >`
      }
    </div>
  `;
}

const helpOf = (control: Control) =>
  control.kind === 'number' ? `${control.help} ${control.range}`.trim() : control.help;

/** The label of a check box stands in it, and that of several names their group. */
const labelOf = ({ kind, label }: Control, id: string) =>
  kind === 'boolean' || kind === 'targets'
    ? html`<span id="${id}-label">${label}</span>`
    : html`<label for=${id}>${label}</label>`;

function inputOf(control: Control, bound: Omit<Bound<Control>, 'control'>, { setup, words }: Contents): TemplateResult {
  const { id, value, commit } = bound;
  switch (control.kind) {
    case 'number':
      return numberField({ ...bound, control });
    case 'layers':
      return layersField({ ...bound, control }, setup.backbone.blocks, words);
    case 'boolean':
      return checkbox(control.label, value === true, commit, `${id}-help`);
    case 'text':
      return html`<input
        class="field wide"
        id=${id}
        type="text"
        spellcheck="false"
        aria-describedby="${id}-help"
        .value=${bound.busy ? noChange : live(String(value ?? ''))}
        @change=${(event: Event) => commit(valueOf(event))}
      />`;
    case 'choice':
      return html`<select
        class="field wide"
        id=${id}
        aria-describedby="${id}-help"
        .value=${live(String(value ?? ''))}
        @change=${(event: Event) => commit(valueOf(event))}
      >
        ${control.options.map(option => html`<option value=${option} ?selected=${option === value}>${option}</option>`)}
      </select>`;
    case 'targets': {
      const chosen = Array.isArray(value) ? value : [];
      const toggle = (option: string, on: boolean) => {
        const next = control.options.filter(other => (other === option ? on : chosen.includes(other)));
        // A method has one target at least.
        commit(next.length > 0 ? next : chosen);
      };
      return html`<div class="targets" role="group" aria-labelledby="${id}-label">
        ${control.options.map(
          option =>
            html`<label
              ><input
                type="checkbox"
                .checked=${live(chosen.includes(option))}
                @change=${(event: Event) => toggle(option, isChecked(event))}
              />${option}</label
            >`,
        )}
      </div>`;
    }
  }
}

const checkbox = (label: string, checked: boolean, commit: (on: boolean) => void, help: string) =>
  html`<input
    type="checkbox"
    aria-label=${label}
    aria-describedby=${help}
    .checked=${live(checked)}
    @change=${(event: Event) => commit(isChecked(event))}
  />`;

/** A control of a field outside the methods. */
export const fileField = (control: Control, contents: Contents, actions: Actions): TemplateResult =>
  field(
    control,
    {
      id: `field-${control.path.replaceAll('.', '-')}`,
      value: contents.setup.values[control.path] ?? null,
      change: value => ({ kind: 'field', path: control.path, value }),
    },
    contents,
    actions,
  );
