import { type TemplateResult, html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { ChosenMethod, OfferedMethod } from '../../src/protocol/setupPanel';
import type { Actions, Contents } from './contents';
import { diagram } from './diagram';
import { field } from './field';

/** Methods that may act together. */
const most = 4;

/** The methods of the experiment, each with its group, its choice, its place in the block and its settings. */
export function methodSection(contents: Contents, actions: Actions): TemplateResult {
  const { setup, words, catalogue } = contents;
  const [first] = catalogue.methods.filter(({ id }) => setup.methods.every(method => method.id !== id));
  return html`
    <section aria-labelledby="method-title">
      <h2 id="method-title">${words.method}</h2>
      ${setup.methods.map((method, index) => oneMethod(method, index, contents, actions))}
      <vscode-button
        appearance="secondary"
        ?disabled=${setup.methods.length >= most}
        @click=${() => actions.change({ kind: 'addMethod', id: first?.id ?? catalogue.methods[0].id })}
        >${words.combine}</vscode-button
      >
    </section>
  `;
}

function oneMethod(method: ChosenMethod, index: number, contents: Contents, actions: Actions): TemplateResult {
  const { setup, words, catalogue, state } = contents;
  const offered = catalogue.methods.find(({ id }) => id === method.id);
  const group = state.groups[index] ?? offered?.group ?? '';
  const inGroup = catalogue.methods.filter(candidate => candidate.group === group);
  const several = setup.methods.length > 1;
  const showGroup = (id: string) => {
    const groups = setup.methods.map((_, place) => state.groups[place] ?? null);
    actions.keep({ groups: groups.with(index, id) });
  };
  return html`
    <div class="method" role="group" aria-label="${words.method} ${method.instance}">
      ${
        several
          ? html`<div class="method-head">
              <h3>${method.instance}</h3>
              <vscode-button
                appearance="secondary"
                aria-label="${words.remove} ${method.instance}"
                @click=${() => actions.change({ kind: 'removeMethod', index })}
                >${words.remove}</vscode-button
              >
            </div>`
          : nothing
      }
      <div class="segments" role="group" aria-label=${words.group}>
        ${catalogue.groups.map(
          ({ id, title }) =>
            html`<button type="button" aria-pressed=${id === group} @click=${() => showGroup(id)}>${title}</button>`,
        )}
      </div>
      <div class="choices" role="radiogroup" aria-label=${words.method}>
        ${inGroup.length === 0 ? html`<p class="muted">${words.emptyGroup}</p>` : nothing}
        ${inGroup.map(candidate => choice(candidate, method, index, actions))}
      </div>
      ${offered === undefined ? nothing : settings(offered, method, index, contents, actions)}
      ${diagram(method, setup.backbone.blocks, words)}
    </div>
  `;
}

function choice(
  { id, title, idea, citation }: OfferedMethod,
  chosen: ChosenMethod,
  index: number,
  { change }: Actions,
): TemplateResult {
  const { text, arxiv } = citation;
  return html`
    <div class="choice">
      <label>
        <input
          type="radio"
          name="method-${index}"
          value=${id}
          aria-describedby="idea-${index}-${id}"
          .checked=${live(id === chosen.id)}
          @change=${() => change({ kind: 'method', index, id, values: {} })}
        />${title}
      </label>
      <p id="idea-${index}-${id}" class="muted">
        ${idea}
        ${
          arxiv === null
            ? text
            : html`<a href="https://arxiv.org/abs/${arxiv}" title=${text}>${text.split(' (')[0]} ${yearOf(text)}</a>`
        }
      </p>
    </div>
  `;
}

const yearOf = (citation: string) => /\((\d{4})\)/.exec(citation)?.[1] ?? '';

function settings(
  { controls, title }: OfferedMethod,
  method: ChosenMethod,
  index: number,
  contents: Contents,
  actions: Actions,
): TemplateResult {
  return html`<div class="settings">
    <h3>${title}</h3>
    ${controls.length === 0 ? html`<p class="muted">${contents.words.noHyperparameters}</p>` : nothing}
    ${controls.map(control =>
      field(
        control,
        {
          id: `method-${index}-${control.path}`,
          value: method.values[control.path] ?? null,
          change: value => ({ kind: 'hyperparameter', index, name: control.path, value }),
        },
        contents,
        actions,
      ),
    )}
  </div>`;
}
