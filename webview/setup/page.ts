import { type TemplateResult, html } from 'lit/html.js';
import { backboneSection } from './backboneSection';
import { budgetSection } from './budgetSection';
import type { Actions, Contents } from './contents';
import { countsSection } from './countsSection';
import { dataSection } from './dataSection';
import { header, problems } from './header';
import { methodSection } from './methodSection';
import { trainingSection } from './trainingSection';

/** The set-up panel as a template. */
export function page(contents: Contents, actions: Actions): TemplateResult {
  // What isn't JSON can't be changed from here.
  const locked = contents.problem?.json === false;
  return html`
    ${header(contents, actions)} ${problems(contents, actions)}
    <div class="columns">
      <div class="setup" ?inert=${locked} aria-disabled=${locked}>
        ${methodSection(contents, actions)}
        <div class="pair">
          <div>${backboneSection(contents, actions)} ${dataSection(contents, actions)}</div>
          ${trainingSection(contents, actions)}
        </div>
      </div>
      <div class="counts">${countsSection(contents, actions)}</div>
    </div>
    <div ?inert=${locked}>${budgetSection(contents, actions)}</div>
  `;
}
