import { type TemplateResult, html, nothing } from 'lit/html.js';

/** What is wrong, if anything is. */
export const problem = (sentence: string | undefined): TemplateResult | typeof nothing =>
  sentence === undefined ? nothing : html`<p class="problem" role="alert">${sentence}</p>`;
