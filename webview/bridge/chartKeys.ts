import { type TemplateResult, svg, html } from 'lit/html.js';

/** What a line looks like, beside its name. */
export interface KeyLook {
  readonly color: string;
  readonly dash: readonly number[];
  /** In pixels. */
  readonly width: number;
}

/** A short piece of a line, as the key to a chart. */
export function lineKey({ color, dash, width }: KeyLook): TemplateResult {
  const line = svg`<line x1="1" y1="5" x2="23" y2="5" stroke=${color} stroke-width=${width} stroke-dasharray=${dash.join(' ')}></line>`;
  return html`<svg class="key" width="24" height="10" viewBox="0 0 24 10" aria-hidden="true">${line}</svg>`;
}

/** The dot of a run; in high contrast, where colours alone don't tell, a piece of its line. */
export function runKey(look: KeyLook): TemplateResult {
  if (look.dash.length > 0) return lineKey(look);
  const dot = svg`<circle cx="5" cy="5" r="4.5" fill=${look.color}></circle>`;
  return html`<svg class="key" width="24" height="10" viewBox="-7 0 24 10" aria-hidden="true">${dot}</svg>`;
}
